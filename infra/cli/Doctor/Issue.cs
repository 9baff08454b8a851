namespace PipAi.Cli.Doctor;

/// <summary>Something that stands in the way of the next run.</summary>
/// <param name="Problem">What it is, and what was done about it.</param>
/// <param name="Mend">A command that mends it; null when it is mended, or only time or a person can.</param>
/// <param name="Mended">Whether it stands in the way no more.</param>
internal sealed record Issue(string Problem, string? Mend, bool Mended = false);
