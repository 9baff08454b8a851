using PipAi.Plugins.Diffing;
using PipAi.Plugins.Schema;

namespace PipAi.Plugins.Hosting;

/// <summary>
/// One resource type of a package: what the provider does for it. Inputs that arrive here have passed the strict check
/// against the schema. <see cref="Check"/>, <see cref="Diff"/> and <see cref="Planned"/> must not use the network.
/// </summary>
public abstract class ResourceHandler
{
    /// <summary>Type token: <c>fly:index:App</c>.</summary>
    public abstract string Token { get; }

    /// <summary>Tells the user what happens to a resource; the provider hands its own over.</summary>
    public ProviderLog Log { get; internal set; } = new(null);

    /// <summary>Outputs that no update changes.</summary>
    public virtual IReadOnlyList<string> Stables => [];

    /// <summary>Paths whose change replaces the resource, in addition to those the schema marks.</summary>
    public virtual IReadOnlyList<string> ReplacedOn => [];

    /// <summary>Finds what the schema cannot say: ranges, formats, contradictions.</summary>
    public virtual IEnumerable<CheckFailure> Check(PropertyMap inputs) => [];

    /// <summary>Adds inputs that the provider chooses itself, such as a name.</summary>
    public virtual PropertyMap Complete(CheckRequest request, PropertyMap inputs) => inputs;

    /// <summary>Inputs in the form in which two spellings of the same thing are equal.</summary>
    public virtual PropertyMap Normal(PropertyMap inputs) => inputs.RemoveRange(inputs.Where(p => p.Value.IsNull).Select(p => p.Key));

    /// <summary>What a change from the old to the new inputs means.</summary>
    public virtual DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var diff = InputDiff.Between(Normal(request.OldInputs), Normal(request.NewInputs)).Without(request.IgnoreChanges);
        return diff.ToResponse(schema, ReplacedOn, Stables);
    }

    /// <summary>Outputs as far as they are known before a create (no old outputs) or an update.</summary>
    public abstract PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs);

    /// <summary>
    /// Creates the resource, or adopts the one that an earlier attempt created: one whose name and place are those that are meant.
    /// An adoption is said (<see cref="ProviderLog.TakenOverAsync"/>).
    /// </summary>
    public abstract Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation);

    /// <summary>Reads the resource; an empty id says that it is gone.</summary>
    public abstract Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation);

    /// <summary>Changes the resource in place.</summary>
    public abstract Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation);

    /// <summary>Deletes the resource; that it is gone already is success.</summary>
    public abstract Task DeleteAsync(DeleteRequest request, CancellationToken cancellation);
}
