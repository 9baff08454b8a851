namespace EmbeddedPulumi.Engine.Properties;

/// <summary>What happens to a property, with the numbers of Pulumi's protocol.</summary>
public enum PropertyChangeKind
{
    /// <summary>It is added.</summary>
    Add = 0,

    /// <summary>It is added, which needs a replacement.</summary>
    AddReplace = 1,

    /// <summary>It is removed.</summary>
    Delete = 2,

    /// <summary>It is removed, which needs a replacement.</summary>
    DeleteReplace = 3,

    /// <summary>It changes.</summary>
    Update = 4,

    /// <summary>It changes, which needs a replacement.</summary>
    UpdateReplace = 5,
}
