namespace PipAi.Operations.Drills;

/// <summary>The drill can't start or can't measure; nothing is left broken.</summary>
internal sealed class DrillNotPossibleException(string reason) : Exception($"The drill is not possible: {reason}.");
