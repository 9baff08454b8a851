namespace EmbeddedPulumi.Engine.Events;

/// <summary>How long one phase of an operation took.</summary>
/// <param name="Phase">Which phase.</param>
/// <param name="Start">When it began, counted from the start of the operation.</param>
/// <param name="Duration">How long it took. Phases overlap.</param>
public sealed record PhaseTiming(Phase Phase, TimeSpan Start, TimeSpan Duration);
