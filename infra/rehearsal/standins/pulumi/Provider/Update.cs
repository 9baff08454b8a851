using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to change a resource in place, or to foretell what that would give.</summary>
public sealed class UpdateRequest
{
    /// <summary>Asks with checked new inputs, beside the outputs and inputs of the last deployment.</summary>
    public UpdateRequest(
        Urn urn,
        string id,
        ImmutableDictionary<string, PropertyValue> oldOutputs,
        ImmutableDictionary<string, PropertyValue> newInputs,
        TimeSpan timeout,
        ImmutableArray<string> ignoreChanges,
        bool preview,
        ImmutableDictionary<string, PropertyValue> oldInputs)
    {
        Urn = urn;
        Id = id;
        OldOutputs = oldOutputs;
        NewInputs = newInputs;
        Timeout = timeout;
        IgnoreChanges = ignoreChanges;
        Preview = preview;
        OldInputs = oldInputs;
    }

    /// <summary>The resource.</summary>
    public Urn Urn { get; }

    /// <summary>The provider's id of it.</summary>
    public string Id { get; }

    /// <summary>Its type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>Its logical name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The outputs of its last deployment.</summary>
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; }

    /// <summary>The checked new inputs; unknowns only in a preview.</summary>
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; }

    /// <summary>How long it may take; zero leaves it to the provider.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Paths of properties whose changes the user wants ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; }

    /// <summary>True if nothing may be changed.</summary>
    public bool Preview { get; }

    /// <summary>The inputs of its last deployment.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; }
}

/// <summary>A changed resource.</summary>
public sealed class UpdateResponse
{
    /// <summary>All its outputs, the inputs that it echoes included.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
