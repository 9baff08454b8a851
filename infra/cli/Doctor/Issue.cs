using System.Text.Json.Serialization;

namespace PipAi.Cli.Doctor;

/// <summary>Something that stands in the way of the next run.</summary>
/// <param name="Problem">What it is, and what was done about it.</param>
/// <param name="Fix">A command that fixes it; null when it is fixed, or only time or a person can.</param>
/// <param name="Fixed">Whether it stands in the way no more.</param>
internal sealed record Issue(
    string Problem,
    [property: JsonPropertyName("mend")] string? Fix,
    [property: JsonPropertyName("mended")] bool Fixed = false);
