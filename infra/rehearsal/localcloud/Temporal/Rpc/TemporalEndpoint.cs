namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>The type gRPC maps routes for. It has no members of its own: <see cref="DescribedMethods"/> adds every method.</summary>
internal sealed class TemporalEndpoint;
