using System.Text.Json.Nodes;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel.Handlers;

/// <summary>One resource type of Vercel: what all have in common is teams, secrets, and outputs that follow from the inputs.</summary>
/// <param name="token">The type token.</param>
/// <param name="client">The API.</param>
/// <param name="settings">The provider's settings.</param>
/// <param name="schema">The package.</param>
internal abstract class VercelHandler(string token, VercelClient client, VercelSettings settings, PackageSchema schema) : ResourceHandler
{
    /// <inheritdoc/>
    public override string Token { get; } = token;

    /// <summary>The API.</summary>
    protected VercelClient Client { get; } = client;

    /// <inheritdoc/>
    public override PropertyMap Complete(CheckRequest request, PropertyMap inputs) =>
        SchemaSecrets.Put(schema, schema.Resource(Token), inputs);

    /// <inheritdoc/>
    public sealed override PropertyMap Normal(PropertyMap inputs) => PropertySets.Normal(inputs);

    /// <summary>
    /// Compares as the official provider does: a setting that the program stops saying is left as it is, or goes back to its default.
    /// </summary>
    public sealed override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var (old, goal) = (Known(request.OldInputs).RemoveRange(WriteOnly), Known(request.NewInputs).RemoveRange(WriteOnly));
        foreach (var name in Left.Where(old.Has)) goal = goal.With(name, PropertySets.Over(old[name], goal.GetValueOrDefault(name)));
        return base.Diff(new DiffRequest(request.Urn, request.Id, request.OldOutputs, goal, request.IgnoreChanges, old), schema);
    }

    /// <inheritdoc/>
    public sealed override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = Known(inputs).RemoveRange(WriteOnly);
        foreach (var name in Told.Where(name => !planned.Has(name)))
            planned = planned.With(name, oldOutputs is null ? PropertyValue.Computed : oldOutputs.GetValueOrDefault(name));
        return SchemaSecrets.Put(schema, schema.Resource(Token), planned);
    }

    /// <inheritdoc/>
    public sealed override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var (id, outputs) = await CreateAsync(request.Urn, request.Inputs, cancellation);
        return new CreateResponse { Id = id, Outputs = Finish(id, outputs) };
    }

    /// <inheritdoc/>
    public sealed override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation) =>
        new() { Outputs = Finish(request.Id, await ApplyAsync(request, cancellation)) };

    /// <inheritdoc/>
    public sealed override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        if (await FetchAsync(request, cancellation) is not { } found) return new ReadResponse { Id = "" };
        var outputs = Finish(found.Id, found.Outputs);
        var read = request.Inputs.IsEmpty
            ? outputs.RemoveRange(outputs.Keys.Except(schema.Resource(Token).Properties.Keys))
            : PropertySets.Narrow(outputs, request.Inputs).SetItems(request.Inputs.Where(input => WriteOnly.Contains(input.Key)));
        return new ReadResponse { Id = found.Id, Outputs = outputs, Inputs = Readback.Merge(request.Inputs, read, Normal) };
    }

    /// <summary>What Vercel does where the program says nothing, as far as it is known before Vercel is asked.</summary>
    protected virtual PropertyMap Defaults => PropertyMap.Empty;

    /// <summary>Inputs that stay what they are when the program stops saying them.</summary>
    protected virtual IEnumerable<string> Left => [];

    /// <summary>Inputs that nobody can read back, and that no output shows.</summary>
    protected virtual IEnumerable<string> WriteOnly => [];

    /// <summary>Outputs that only Vercel can tell where the program does not say them.</summary>
    protected abstract IEnumerable<string> Told { get; }

    /// <summary>Creates it: its id, and its outputs. What is taken over instead is said under the URN.</summary>
    protected abstract Task<(string Id, PropertyMap Outputs)> CreateAsync(string urn, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>Changes it: its outputs.</summary>
    protected abstract Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation);

    /// <summary>Looks at it; null when it is gone.</summary>
    protected abstract Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation);

    /// <summary>What the program says, and what follows from what it does not say.</summary>
    protected PropertyMap Known(PropertyMap inputs) =>
        Defaults.SetItems(inputs.WithoutNulls().Where(input => !input.Key.StartsWith("__", StringComparison.Ordinal)));

    /// <summary>The team a resource belongs to; null for the provider's.</summary>
    protected static string? TeamOf(PropertyMap inputs) => inputs.Text("teamId");

    /// <summary>The path of a project.</summary>
    protected static string ProjectPath(PropertyMap inputs) => $"projects/{Uri.EscapeDataString(inputs.RequiredText("projectId"))}";

    /// <summary>An object with only what there is.</summary>
    protected static JsonObject Body(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>The team a resource belongs to in its outputs; null for the token's own account.</summary>
    protected string? TeamShown(PropertyMap inputs) => TeamOf(inputs) ?? settings.TeamId;

    private PropertyMap Finish(string id, PropertyMap outputs) => SchemaSecrets.Put(schema, schema.Resource(Token), outputs.With("id", id));
}
