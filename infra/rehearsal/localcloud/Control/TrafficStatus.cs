namespace PipAi.LocalCloud.Control;

/// <summary>What the proxy has measured of an app since the cloud started.</summary>
/// <param name="Requests">Requests served or refused.</param>
/// <param name="Failures">Those that ended with a status from 500.</param>
/// <param name="P50Ms">Median latency of the last 1000, in milliseconds.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
public sealed record TrafficStatus(long Requests, long Failures, double P50Ms, double P95Ms, double P99Ms);
