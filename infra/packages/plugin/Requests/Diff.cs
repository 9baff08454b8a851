namespace PipAi.Plugins.Requests;

/// <summary>Asks a provider what new inputs would change.</summary>
public sealed class DiffRequest
{
    /// <summary>Asks about new inputs, beside the outputs and inputs of the last deployment.</summary>
    public DiffRequest(
        string urn,
        string id,
        PropertyMap oldOutputs,
        PropertyMap newInputs,
        ImmutableArray<string> ignoreChanges,
        PropertyMap oldInputs)
    {
        Urn = urn;
        Id = id;
        OldOutputs = oldOutputs;
        NewInputs = newInputs;
        IgnoreChanges = ignoreChanges;
        OldInputs = oldInputs;
    }

    /// <summary>The resource.</summary>
    public string Urn { get; }

    /// <summary>Its type token.</summary>
    public string Type => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Type;

    /// <summary>Its logical name.</summary>
    public string Name => EmbeddedPulumi.Protocol.Urn.Parse(Urn).Name;

    /// <summary>The provider's id of it.</summary>
    public string Id { get; }

    /// <summary>The outputs of its last deployment.</summary>
    public PropertyMap OldOutputs { get; }

    /// <summary>The checked new inputs; unknowns only in a preview.</summary>
    public PropertyMap NewInputs { get; }

    /// <summary>Paths of properties whose changes the user wants ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; }

    /// <summary>The inputs of its last deployment.</summary>
    public PropertyMap OldInputs { get; }
}

/// <summary>What happens to one property.</summary>
public enum PropertyDiffKind
{
    /// <summary>It appears.</summary>
    Add = 0,

    /// <summary>It appears, and the resource has to be replaced for it.</summary>
    AddReplace = 1,

    /// <summary>It goes.</summary>
    Delete = 2,

    /// <summary>It goes, and the resource has to be replaced for it.</summary>
    DeleteReplace = 3,

    /// <summary>It changes.</summary>
    Update = 4,

    /// <summary>It changes, and the resource has to be replaced for it.</summary>
    UpdateReplace = 5,
}

/// <summary>The change of one property.</summary>
public sealed class PropertyDiff
{
    /// <summary>What happens to it.</summary>
    public PropertyDiffKind Kind { get; set; }

    /// <summary>True if old and new inputs differ, false if it is the old output that differs from the new input.</summary>
    public bool InputDiff { get; set; }
}

/// <summary>What new inputs would change.</summary>
public sealed class DiffResponse
{
    /// <summary>Whether anything changes; null leaves it to the engine to compare the inputs.</summary>
    public bool? Changes { get; set; }

    /// <summary>Properties for which the resource has to be replaced.</summary>
    public IList<string>? Replaces { get; set; }

    /// <summary>Outputs that stay as they are.</summary>
    public IList<string>? Stables { get; set; }

    /// <summary>True if the old resource has to go before the new one can be.</summary>
    public bool DeleteBeforeReplace { get; set; }

    /// <summary>Top-level properties that change.</summary>
    public IList<string>? Diffs { get; set; }

    /// <summary>The changes by property path.</summary>
    public IDictionary<string, PropertyDiff>? DetailedDiff { get; set; }
}
