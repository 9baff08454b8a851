namespace PipAi.Operations.Measurements;

/// <summary>One look at one part of the platform.</summary>
/// <param name="At">When.</param>
/// <param name="Part">Which part.</param>
/// <param name="Worked">Whether it did its work.</param>
/// <param name="Where"><c>rehearsal</c> or <c>live</c>: the one says nothing about the vendors of the other.</param>
internal sealed record Sample(DateTimeOffset At, string Part, bool Worked, string Where);
