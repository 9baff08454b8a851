namespace PipAi.Operations.Drills;

/// <summary>How one document's workflow ran, by its history.</summary>
/// <param name="Runs">How often it was started.</param>
/// <param name="TriedAgainAt">When its work was first given out again, on Temporal's clock; null when once was enough.</param>
internal sealed record WorkflowTrace(int Runs, DateTimeOffset? TriedAgainAt);
