namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>What a metric's numbers mean, in Prometheus' words.</summary>
internal enum MetricKind
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>The value of the moment.</summary>
    Gauge,

    /// <summary>How values are spread over buckets.</summary>
    Histogram,
}
