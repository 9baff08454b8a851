namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider to validate and complete the inputs of a resource, or of the provider itself.</summary>
public sealed class CheckRequest
{
    /// <summary>Asks about new inputs; the old ones are empty for a new resource.</summary>
    public CheckRequest(
        string urn,
        PropertyMap oldInputs,
        PropertyMap newInputs,
        ImmutableArray<byte> randomSeed)
    {
        Urn = urn;
        OldInputs = oldInputs;
        NewInputs = newInputs;
        RandomSeed = randomSeed;
    }

    /// <summary>The resource.</summary>
    public string Urn { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>The inputs of its last deployment.</summary>
    public PropertyMap OldInputs { get; }

    /// <summary>The inputs that the program gave.</summary>
    public PropertyMap NewInputs { get; }

    /// <summary>Randomness for chosen names: the same for a repeated request.</summary>
    public ImmutableArray<byte> RandomSeed { get; }
}

/// <summary>An input that a provider refuses.</summary>
public sealed class CheckFailure
{
    /// <summary>Refuses a property for a reason.</summary>
    public CheckFailure(string property, string reason)
    {
        Property = property;
        Reason = reason;
    }

    /// <summary>The property's name, or empty for the resource as a whole.</summary>
    public string Property { get; set; }

    /// <summary>Why, in words for the user.</summary>
    public string Reason { get; set; }
}

/// <summary>Completed inputs, or the reasons why there are none.</summary>
public sealed class CheckResponse
{
    /// <summary>The inputs with defaults filled in.</summary>
    public IDictionary<string, PropertyValue>? Inputs { get; set; }

    /// <summary>What is wrong with them.</summary>
    public IList<CheckFailure>? Failures { get; set; }
}
