using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;

namespace PipAi.Providers.Aws.Roles;

/// <summary>A policy inside a role: the local S3 holds the role's sessions to it.</summary>
internal sealed class RolePolicyHandler : AwsHandler
{
    private readonly RoleRegistry registry;

    /// <summary>Makes the kind.</summary>
    public RolePolicyHandler(RoleRegistry registry, AwsSettings settings)
        : base("aws:iam/rolePolicy:RolePolicy", settings)
    {
        this.registry = registry;
        IsGlobal = true;
        ReplaceOn = ["role", "name", "namePrefix"];
        NameProperty = "name";
        PrefixProperty = "namePrefix";
        IsAutoNamed = true;
        Rules = inputs => InputRules.Policy("policy", inputs.Text("policy"));
    }

    /// <inheritdoc/>
    protected override Resource Describe(ResourceCall call)
    {
        var id = call.Inputs.Text("role") is { } role && call.Name is { } name ? $"{role}:{name}" : null;
        return new Resource(id, PropertyMap.Empty.With("namePrefix", call.Inputs.Text("namePrefix") ?? ""));
    }

    /// <inheritdoc/>
    protected override async Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation)
    {
        var inputs = call.Inputs;
        await registry.PutPolicyAsync(
            inputs.RequiredText("role"), inputs.RequiredText("name"), inputs.RequiredText("policy"), cancellation);
        return Describe(call);
    }

    /// <inheritdoc/>
    protected override Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation) => CreateAsync(call, cancellation);

    /// <inheritdoc/>
    protected override Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation) =>
        Task.FromResult<Resource?>(new Resource(call.Id, call.State));

    /// <inheritdoc/>
    protected override Task DeleteAsync(ResourceCall call, CancellationToken cancellation) =>
        call.Id.Split(':') is [var role, var name] ? registry.DeletePolicyAsync(role, name, cancellation) : Task.CompletedTask;
}
