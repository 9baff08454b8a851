using PipAi.Plugins.Diffing;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>
/// One resource type of AWS: what all have in common is regions, made-up names, and outputs that follow from the inputs.
/// </summary>
/// <param name="token">The type token.</param>
/// <param name="settings">The provider's settings.</param>
internal abstract class AwsHandler(string token, AwsSettings settings) : ResourceHandler
{
    private const string RegionProperty = "region";

    /// <inheritdoc/>
    public override string Token { get; } = token;

    /// <summary>Properties whose change replaces the resource; <c>*</c> is every one.</summary>
    public IReadOnlyList<string> ReplaceOn { get; init; } = [];

    /// <summary>
    /// The property that names the thing itself. Two cannot have the same name at a time, so a replacement that keeps it
    /// deletes first.
    /// </summary>
    public string? NameProperty { get; init; }

    /// <summary>Whether a name is made up where the program gives none.</summary>
    public bool IsAutoNamed { get; init; }

    /// <summary>The property that may hold the beginning of a made-up name.</summary>
    public string? PrefixProperty { get; init; }

    /// <summary>Whether it belongs to no region.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Says what is wrong with inputs that the schema has nothing against.</summary>
    public Func<PropertyMap, IEnumerable<CheckFailure>> Rules { get; init; } = _ => [];

    /// <summary>The provider's settings.</summary>
    protected AwsSettings Settings { get; } = settings;

    /// <inheritdoc/>
    public sealed override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (!IsGlobal && !inputs.Has(RegionProperty) && Settings.Region is null)
            yield return new CheckFailure(
                RegionProperty, "neither the resource nor the provider names one; set it:\n    pulumi config set aws:region us-east-1");
        foreach (var failure in Rules(inputs)) yield return failure;
    }

    /// <inheritdoc/>
    public sealed override PropertyMap Complete(CheckRequest request, PropertyMap inputs) =>
        IsAutoNamed && NameProperty is { } property ? AutoName.Complete(property, PrefixProperty, request, inputs) : inputs;

    /// <inheritdoc/>
    public sealed override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var old = WithRegion(Normal(request.OldInputs), request.OldOutputs);
        var now = WithRegion(Normal(request.NewInputs), PropertyMap.Empty);
        var replacing = ReplaceOn.Contains("*") ? schema.Properties.Keys : ReplaceOn;
        var answer = InputDiff.Between(old, now).Without(request.IgnoreChanges).ToResponse(schema, replacing, Stables);
        answer.DeleteBeforeReplace = answer.Replaces!.Count > 0
            && NameProperty is { } property && old.Text(property) is { } kept && kept == now.Text(property);
        return answer;
    }

    /// <inheritdoc/>
    public sealed override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var state = oldOutputs ?? PropertyMap.Empty;
        var call = CallFor("", "", inputs, state);
        var outputs = Combine(call, inputs, Describe(call));
        // What no deployment has to tell again stays as it is.
        return outputs.SetItems(outputs.Where(output => output.Value.IsComputed && !inputs.ContainsKey(output.Key) && state.Has(output.Key))
            .Select(output => KeyValuePair.Create(output.Key, state[output.Key])));
    }

    /// <inheritdoc/>
    public sealed override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var call = CallFor(request.Urn, "", request.Inputs, PropertyMap.Empty);
        var resource = await CreateAsync(call, cancellation);
        return new CreateResponse { Id = resource.Id, Outputs = Combine(call, request.Inputs, resource) };
    }

    /// <inheritdoc/>
    public sealed override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var call = CallFor(request.Urn, request.Id, request.NewInputs, request.OldOutputs);
        var resource = await UpdateAsync(call, cancellation);
        return new UpdateResponse { Outputs = Combine(call, request.NewInputs, resource) };
    }

    /// <inheritdoc/>
    public sealed override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var call = CallFor(request.Urn, request.Id, request.Inputs, request.Outputs);
        if (await ReadAsync(call, cancellation) is not { } resource) return new ReadResponse { Id = "" };
        var inputs = Readback.Merge(request.Inputs, request.Inputs.SetItems(resource.Found), Normal);
        return new ReadResponse { Id = resource.Id, Outputs = Combine(call, inputs, resource), Inputs = inputs };
    }

    /// <inheritdoc/>
    public sealed override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) =>
        DeleteAsync(CallFor(request.Urn, request.Id, request.OldInputs, request.OldOutputs), cancellation);

    /// <summary>Id and outputs as they follow from the inputs; touches nothing, and the inputs may be unknown.</summary>
    protected abstract Resource Describe(ResourceCall call);

    /// <summary>Creates the resource.</summary>
    protected abstract Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation);

    /// <summary>Changes it.</summary>
    protected abstract Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation);

    /// <summary>Looks at it; null when it is gone.</summary>
    protected abstract Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation);

    /// <summary>Deletes it; one that is gone already is deleted.</summary>
    protected abstract Task DeleteAsync(ResourceCall call, CancellationToken cancellation);

    private ResourceCall CallFor(string urn, string id, PropertyMap inputs, PropertyMap state) => new()
    {
        Urn = urn,
        Id = id,
        Inputs = inputs,
        State = state,
        Region = IsGlobal || inputs.IsUnknown(RegionProperty)
            ? null
            : inputs.Text(RegionProperty) ?? state.Text(RegionProperty) ?? Settings.Region,
    };

    private PropertyMap WithRegion(PropertyMap inputs, PropertyMap state) =>
        IsGlobal || inputs.Has(RegionProperty) ? inputs : inputs.With(RegionProperty, state.Text(RegionProperty) ?? Settings.Region);

    private PropertyMap Combine(ResourceCall call, PropertyMap inputs, Resource resource)
    {
        var outputs = inputs.WithoutNulls().RemoveRange(inputs.Keys.Where(name => name.StartsWith("__", StringComparison.Ordinal)))
            .SetItems(resource.Outputs);
        return IsGlobal || outputs.Has(RegionProperty) ? outputs : outputs.SetItem(RegionProperty, Outputs.Text(call.Region));
    }
}
