namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider to create a resource, or to foretell what creating it would give.</summary>
public sealed class CreateRequest
{
    /// <summary>Asks with checked inputs.</summary>
    public CreateRequest(string urn, PropertyMap inputs, TimeSpan timeout, bool preview)
    {
        Urn = urn;
        Inputs = inputs;
        Timeout = timeout;
        Preview = preview;
    }

    /// <summary>The resource.</summary>
    public string Urn { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>The checked inputs; unknowns only in a preview.</summary>
    public PropertyMap Inputs { get; }

    /// <summary>How long it may take; zero leaves it to the provider.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>True if nothing may be created.</summary>
    public bool Preview { get; }
}

/// <summary>A created resource.</summary>
public sealed class CreateResponse
{
    /// <summary>The provider's id of it; may be missing in a preview only.</summary>
    public string? Id { get; set; }

    /// <summary>All its outputs, the inputs that it echoes included.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
