namespace PipAi.Operations.Load;

/// <summary>What became of the requests to one address.</summary>
/// <param name="Address">The address.</param>
/// <param name="Sent">How many were sent.</param>
/// <param name="Failed">How many were not answered, or not with a success.</param>
/// <param name="Times">How long the answers took.</param>
internal sealed record Traffic(Uri Address, int Sent, int Failed, Latencies? Times);
