using System.Collections.Immutable;

namespace PipAi.Operations.Drills;

/// <summary>What a drill has broken, or is about to.</summary>
/// <param name="Drill">Kind of drill.</param>
/// <param name="Subject">What is broken, by name.</param>
/// <param name="Since">Since when.</param>
/// <param name="Owner">The process that will take it back, unless it died.</param>
/// <param name="Faults">What is to be taken back.</param>
internal sealed record DrillNote(string Drill, string Subject, DateTimeOffset Since, string Owner, ImmutableArray<DrillFault> Faults);
