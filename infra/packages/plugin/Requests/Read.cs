namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider for the present state of a resource.</summary>
public sealed class ReadRequest
{
    /// <summary>Asks with what is known of it: both maps are empty for a resource that is imported.</summary>
    public ReadRequest(
        string urn,
        string id,
        PropertyMap outputs,
        PropertyMap inputs)
    {
        Urn = urn;
        Id = id;
        Outputs = outputs;
        Inputs = inputs;
    }

    /// <summary>The resource.</summary>
    public string Urn { get; }

    /// <summary>The provider's id of it.</summary>
    public string Id { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>Its last known outputs.</summary>
    public PropertyMap Outputs { get; }

    /// <summary>Its last known inputs.</summary>
    public PropertyMap Inputs { get; }
}

/// <summary>The present state of a resource.</summary>
public sealed class ReadResponse
{
    /// <summary>The provider's id of it; null or empty says that it is gone.</summary>
    public string? Id { get; set; }

    /// <summary>Its outputs.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }

    /// <summary>The inputs that would give this state.</summary>
    public IDictionary<string, PropertyValue>? Inputs { get; set; }
}
