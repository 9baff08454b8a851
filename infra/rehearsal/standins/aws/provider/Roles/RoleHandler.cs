using System.Globalization;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;

namespace PipAi.Providers.Aws.Roles;

/// <summary>An IAM role: recorded, and its trust policy made known to the local STS.</summary>
internal sealed class RoleHandler : AwsHandler
{
    private readonly RoleRegistry registry;
    private readonly TimeProvider time;

    /// <summary>Makes the kind.</summary>
    public RoleHandler(RoleRegistry registry, TimeProvider time, AwsSettings settings)
        : base("aws:iam/role:Role", settings)
    {
        (this.registry, this.time) = (registry, time);
        IsGlobal = true;
        ReplaceOn = ["name", "namePrefix", "path"];
        NameProperty = "name";
        PrefixProperty = "namePrefix";
        IsAutoNamed = true;
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Resource Describe(ResourceCall call) =>
        Describe(call, call.State.Text("createDate") is { } created ? new PropertyValue(created) : PropertyValue.Computed);

    /// <inheritdoc/>
    protected override async Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation)
    {
        await RegisterAsync(call, cancellation);
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Describe(call, new PropertyValue(now));
    }

    /// <inheritdoc/>
    protected override async Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation)
    {
        await RegisterAsync(call, cancellation);
        return Describe(call);
    }

    /// <inheritdoc/>
    protected override Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation) =>
        Task.FromResult<Resource?>(new Resource(call.Id, call.State));

    /// <inheritdoc/>
    protected override Task DeleteAsync(ResourceCall call, CancellationToken cancellation) =>
        registry.DeleteAsync(call.State.Text("arn") ?? Arn(call)!, cancellation);

    private Task RegisterAsync(ResourceCall call, CancellationToken cancellation) => registry.PutAsync(
        Arn(call)!,
        UniqueId(call),
        call.Inputs.RequiredText("assumeRolePolicy"),
        call.Inputs.Whole("maxSessionDuration") ?? 3600,
        cancellation);

    private static Resource Describe(ResourceCall call, PropertyValue created) => new(
        call.Inputs.Text("name"),
        new Dictionary<string, PropertyValue>
        {
            ["arn"] = Outputs.Text(Arn(call)),
            ["uniqueId"] = Outputs.Text(call.Urn.Length == 0 ? null : UniqueId(call)),
            ["createDate"] = created,
            ["namePrefix"] = Outputs.Text(call.Inputs.Text("namePrefix") ?? ""),
            ["maxSessionDuration"] = new PropertyValue(call.Inputs.Whole("maxSessionDuration") ?? 3600),
            ["path"] = Outputs.Text(call.Inputs.Text("path") ?? "/"),
        }.ToImmutableDictionary());

    private static string? Arn(ResourceCall call) => call.Inputs.Text("name") is { } name
        ? $"arn:aws:iam::{RehearsalAccount.Id}:role{call.Inputs.Text("path") ?? "/"}{name}"
        : null;

    private static string UniqueId(ResourceCall call) =>
        "AROA" + DeterministicName.Of(call.Urn, call.Inputs.Text("name") ?? "")[..17].ToUpperInvariant();

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs) =>
        InputRules.Policy("assumeRolePolicy", inputs.Text("assumeRolePolicy"))
            .Concat(InputRules.Range("maxSessionDuration", inputs.Whole("maxSessionDuration"), 3600, 43_200))
            .Concat(CheckPath(inputs.Text("path")));

    private static IEnumerable<CheckFailure> CheckPath(string? path)
    {
        if (path is not null && !(path.StartsWith('/') && path.EndsWith('/')))
            yield return new CheckFailure("path", $"'{path}' must begin and end with a slash.");
    }
}
