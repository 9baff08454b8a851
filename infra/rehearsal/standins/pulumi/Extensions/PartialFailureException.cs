using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider.Extensions;

/// <summary>
/// Thrown by Create, Read or Update when the resource is there but not as asked: the engine stores its state, reports the
/// reasons, and the next deployment mends it instead of creating it again. The official SDK has no such type. This
/// file needs nothing but that SDK's public API, so that a provider may compile it in; run on the official SDK
/// the same exception is an ordinary failure with the same message.
/// </summary>
public sealed class PartialFailureException : Exception
{
    /// <summary>The resource's id and outputs as far as they are known, and the reasons in words for the user.</summary>
    public PartialFailureException(
        string id,
        IDictionary<string, PropertyValue> outputs,
        IEnumerable<string> reasons,
        IDictionary<string, PropertyValue>? inputs = null)
        : this(id, outputs, [.. reasons], inputs)
    {
    }

    private PartialFailureException(
        string id, IDictionary<string, PropertyValue> outputs, ImmutableArray<string> reasons, IDictionary<string, PropertyValue>? inputs)
        : base(string.Join("; ", reasons))
    {
        Id = id;
        Outputs = outputs.ToImmutableDictionary();
        Reasons = reasons;
        Inputs = inputs?.ToImmutableDictionary();
    }

    /// <summary>The provider's id of the resource.</summary>
    public string Id { get; }

    /// <summary>Its outputs as far as they are known.</summary>
    public ImmutableDictionary<string, PropertyValue> Outputs { get; }

    /// <summary>What is wrong with it.</summary>
    public ImmutableArray<string> Reasons { get; }

    /// <summary>The inputs that the state corresponds to, where they are not those of the request.</summary>
    public ImmutableDictionary<string, PropertyValue>? Inputs { get; }
}
