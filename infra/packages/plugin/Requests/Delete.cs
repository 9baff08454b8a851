namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider to delete a resource; one that is gone already counts as deleted.</summary>
public sealed class DeleteRequest
{
    /// <summary>Asks with the outputs and inputs of the last deployment.</summary>
    public DeleteRequest(
        string urn,
        string id,
        PropertyMap oldOutputs,
        TimeSpan timeout,
        PropertyMap oldInputs)
    {
        Urn = urn;
        Id = id;
        OldOutputs = oldOutputs;
        Timeout = timeout;
        OldInputs = oldInputs;
    }

    /// <summary>The resource.</summary>
    public string Urn { get; }

    /// <summary>The provider's id of it.</summary>
    public string Id { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>The outputs of its last deployment.</summary>
    public PropertyMap OldOutputs { get; }

    /// <summary>How long it may take; zero leaves it to the provider.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The inputs of its last deployment.</summary>
    public PropertyMap OldInputs { get; }
}
