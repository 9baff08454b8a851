using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to delete a resource; one that is gone already counts as deleted.</summary>
public sealed class DeleteRequest
{
    /// <summary>Asks with the outputs and inputs of the last deployment.</summary>
    public DeleteRequest(
        Urn urn,
        string id,
        ImmutableDictionary<string, PropertyValue> oldOutputs,
        TimeSpan timeout,
        ImmutableDictionary<string, PropertyValue> oldInputs)
    {
        Urn = urn;
        Id = id;
        OldOutputs = oldOutputs;
        Timeout = timeout;
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

    /// <summary>How long it may take; zero leaves it to the provider.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The inputs of its last deployment.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; }
}
