using System.Text.Json.Serialization;

namespace PipAi.Operations.Verification;

/// <summary>One fact about the redundancy that was declared, and whether it is really there.</summary>
/// <param name="Area">Part of the platform, such as <c>workers</c>.</param>
/// <param name="Name">The fact that was checked, in plain words.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Fix">The command that helps when it does not hold.</param>
internal sealed record CheckResult(
    string Area, string Name, bool Passed, string Evidence, [property: JsonPropertyName("mend")] string? Fix = null)
{
    /// <summary>What should have been seen; the fact itself where it is no figure.</summary>
    public string Expected { get; init; } = Name;

    /// <summary>What was seen.</summary>
    public string Found => Evidence;

    /// <summary>Whether it is about what the program declares: if it does not hold, that is missing, or is another.</summary>
    [JsonIgnore]
    public bool IsDeclared { get; init; }

    /// <summary>What is there and was not declared may be wanted: how it becomes declared, as the end of "or keep it: ".</summary>
    public string? Adoption { get; init; }
}
