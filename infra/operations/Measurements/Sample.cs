using System.Text.Json.Serialization;

namespace PipAi.Operations.Measurements;

/// <summary>One look at one part of the platform.</summary>
/// <param name="At">When.</param>
/// <param name="Part">Which part.</param>
/// <param name="Worked">Whether it did its work.</param>
/// <param name="Where"><c>rehearsal</c> or <c>live</c>: the one says nothing about the vendors of the other.</param>
internal sealed record Sample(DateTimeOffset At, string Part, bool Worked, string Where)
{
    /// <summary>How long it took until work flowed again, of a drill; null for a look, and where it never did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RecoverySeconds { get; init; }

    /// <summary>Whether a drill made it: it says how fast, and nothing about how often.</summary>
    [JsonIgnore]
    public bool IsOfDrill => Part.StartsWith(DrillPrefix, StringComparison.Ordinal);

    /// <summary>Beginning of the parts of drills.</summary>
    public const string DrillPrefix = "drill: ";
}
