namespace EmbeddedPulumi.Protocol;

/// <summary>What the receiver of a message understands; what it does not understand is lowered or left out.</summary>
public sealed record WireOptions
{
    /// <summary>The receiver understands everything.</summary>
    public static readonly WireOptions All = new();

    /// <summary>Unknowns travel as a sentinel; otherwise they are left out.</summary>
    public bool KeepUnknowns { get; init; } = true;

    /// <summary>Secrets travel marked; otherwise as the plain value.</summary>
    public bool KeepSecrets { get; init; } = true;

    /// <summary>Resources travel as references; otherwise as their id, or as their URN if they have none.</summary>
    public bool KeepResources { get; init; } = true;

    /// <summary>Outputs travel with their dependencies; otherwise as secrets and unknowns.</summary>
    public bool KeepOutputs { get; init; } = true;

    /// <summary>Entries of maps that are null are left out.</summary>
    public bool SkipNulls { get; init; }

    /// <summary>Assets and archives travel without their content, only with the hash.</summary>
    public bool ElideAssets { get; init; }
}
