namespace PipAi.Operations.Drills;

/// <summary>How a steady load fares.</summary>
/// <param name="Requests">Requests that were answered lately, or not.</param>
/// <param name="FailedRequests">Those that failed.</param>
/// <param name="OldestDocument">How long the document that has waited longest has no answer.</param>
internal sealed record LoadReading(int Requests, int FailedRequests, TimeSpan OldestDocument);
