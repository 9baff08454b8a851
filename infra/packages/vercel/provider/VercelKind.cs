using System.Text.Json.Nodes;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel;

/// <summary>One resource type of Vercel: what all have in common is teams, secrets, and outputs that follow from the inputs.</summary>
/// <param name="token">The type token.</param>
/// <param name="client">The API.</param>
/// <param name="settings">The provider's settings.</param>
/// <param name="schema">The package.</param>
internal abstract class VercelKind(string token, VercelClient client, VercelSettings settings, PackageSchema schema) : ResourceKind
{
    /// <inheritdoc/>
    public override string Token { get; } = token;

    /// <summary>The API.</summary>
    protected VercelClient Client { get; } = client;

    /// <summary>Whether a replacement cannot stand beside what it replaces.</summary>
    protected virtual bool DeletesBeforeReplace => true;

    /// <inheritdoc/>
    public override PropertyMap Complete(CheckRequest request, PropertyMap inputs) =>
        SecretMarks.Put(schema, schema.Resource(Token), inputs);

    /// <inheritdoc/>
    public override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var answer = base.Diff(request, schema);
        answer.DeleteBeforeReplace = DeletesBeforeReplace && answer.Replaces!.Count > 0;
        return answer;
    }

    /// <inheritdoc/>
    public sealed override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var outputs = Outputs(inputs, oldOutputs ?? PropertyMap.Empty);
        return oldOutputs is null
            ? outputs
            : outputs.SetItems(outputs.Where(output => output.Value.IsComputed && !inputs.ContainsKey(output.Key) && oldOutputs.Has(output.Key))
                .Select(output => KeyValuePair.Create(output.Key, oldOutputs[output.Key])));
    }

    /// <inheritdoc/>
    public sealed override async Task<CreateResponse> Create(CreateRequest request, CancellationToken cancellation)
    {
        var (id, answered) = await CreateAsync(request.Urn, request.Inputs, cancellation);
        return new CreateResponse { Id = id, Outputs = Outputs(request.Inputs, answered) };
    }

    /// <inheritdoc/>
    public sealed override async Task<UpdateResponse> Update(UpdateRequest request, CancellationToken cancellation)
    {
        var answered = await UpdateAsync(request.Id, request.NewInputs, request.OldInputs, cancellation);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, request.OldOutputs.SetItems(answered)) };
    }

    /// <inheritdoc/>
    public sealed override async Task<ReadResponse> Read(ReadRequest request, CancellationToken cancellation)
    {
        if (await ReadAsync(request.Id, request.Inputs, cancellation) is not { } found) return new ReadResponse { Id = "" };
        var inputs = Readback.Merge(request.Inputs, request.Inputs.SetItems(found.Inputs), Normal);
        return new ReadResponse { Id = found.Id, Outputs = Outputs(inputs, request.Outputs.SetItems(found.Answered)), Inputs = inputs };
    }

    /// <summary>What Vercel answers where the program gives nothing.</summary>
    protected virtual PropertyMap Defaults => PropertyMap.Empty;

    /// <summary>Outputs that only Vercel can tell.</summary>
    protected virtual IEnumerable<string> Told => [];

    /// <summary>Creates it: its id, and what Vercel told of it.</summary>
    protected abstract Task<(string Id, PropertyMap Answered)> CreateAsync(string urn, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>Changes it: what Vercel told of it.</summary>
    protected abstract Task<PropertyMap> UpdateAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation);

    /// <summary>Looks at it; null when it is gone.</summary>
    protected abstract Task<(string Id, PropertyMap Inputs, PropertyMap Answered)?> ReadAsync(
        string id, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>The team a resource belongs to; null for the provider's.</summary>
    protected static string? TeamOf(PropertyMap inputs) => inputs.Text("teamId");

    /// <summary>The path of a project.</summary>
    protected static string ProjectPath(PropertyMap inputs) => $"projects/{Uri.EscapeDataString(inputs.RequiredText("projectId"))}";

    /// <summary>An object with only what there is.</summary>
    protected static JsonObject Body(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private PropertyMap Outputs(PropertyMap inputs, PropertyMap answered)
    {
        var outputs = Defaults.SetItems(inputs.WithoutNulls().Where(input => !input.Key.StartsWith("__", StringComparison.Ordinal)));
        foreach (var name in Told)
            outputs = outputs.SetItem(name, answered.GetValueOrDefault(name, PropertyValue.Computed));
        if (!outputs.Has("teamId"))
            outputs = outputs.SetItem("teamId", settings.Team is { } team ? new PropertyValue(team) : new PropertyValue(""));
        return SecretMarks.Put(schema, schema.Resource(Token), outputs);
    }
}
