namespace PipAi.Operations.Platform;

/// <summary>No connection to Temporal: nobody listens, the server behind is down, or the key is refused.</summary>
/// <param name="address">Where it should be.</param>
/// <param name="inner">What the SDK said.</param>
internal sealed class TemporalUnreachableException(string address, Exception inner) : Exception($"Temporal at {address} cannot be reached: {inner.Message}", inner);
