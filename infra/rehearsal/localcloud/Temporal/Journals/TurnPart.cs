namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>What one turn writes to one run's journal.</summary>
/// <param name="Run">The run; of its key only namespace and run id count.</param>
/// <param name="At">How long the journal was before.</param>
/// <param name="Bytes">What follows.</param>
internal readonly record struct TurnPart(RunKey Run, long At, ReadOnlyMemory<byte> Bytes);
