namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider to change a resource in place, or to foretell what that would give.</summary>
public sealed class UpdateRequest
{
    /// <summary>Asks with checked new inputs, beside the outputs and inputs of the last deployment.</summary>
    public UpdateRequest(
        string urn,
        string id,
        PropertyMap oldOutputs,
        PropertyMap newInputs,
        TimeSpan timeout,
        ImmutableArray<string> ignoreChanges,
        bool preview,
        PropertyMap oldInputs)
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
    public string Urn { get; }

    /// <summary>The provider's id of it.</summary>
    public string Id { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>The outputs of its last deployment.</summary>
    public PropertyMap OldOutputs { get; }

    /// <summary>The checked new inputs; unknowns only in a preview.</summary>
    public PropertyMap NewInputs { get; }

    /// <summary>How long it may take; zero leaves it to the provider.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Paths of properties whose changes the user wants ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; }

    /// <summary>True if nothing may be changed.</summary>
    public bool Preview { get; }

    /// <summary>The inputs of its last deployment.</summary>
    public PropertyMap OldInputs { get; }
}

/// <summary>A changed resource.</summary>
public sealed class UpdateResponse
{
    /// <summary>All its outputs, the inputs that it echoes included.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
