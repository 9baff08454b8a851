using System.Text.Json;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>How one property differs.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="InputDiff">Whether inputs were compared (otherwise old outputs with new inputs).</param>
public sealed record PropertyChange(PropertyChangeKind Kind, bool InputDiff)
{
    /// <summary>Whether it makes a replacement necessary.</summary>
    internal bool IsReplacement =>
        Kind is PropertyChangeKind.AddReplace or PropertyChangeKind.DeleteReplace or PropertyChangeKind.UpdateReplace;

    /// <summary>The old value, masked; null when there was none or it is not known here.</summary>
    public JsonElement? Old { get; init; }

    /// <summary>The new value, masked; null when there is none or it is not known here.</summary>
    public JsonElement? New { get; init; }
}
