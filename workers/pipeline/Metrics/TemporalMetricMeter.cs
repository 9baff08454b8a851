using Temporalio.Runtime;

namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>
/// Takes the Temporal SDK's own metrics (pollers, slots, latencies, workflows completed) into the process's registry, so
/// that one port serves everything and <c>/health</c> can say how many polls are open.
/// </summary>
/// <param name="registry">Where they go.</param>
/// <param name="counted">Told of each count, with the counter's name and the labels.</param>
internal sealed class TemporalMetricMeter(MetricRegistry registry, Action<string, MetricLabels> counted) : ICustomMetricMeter
{
    /// <inheritdoc/>
    public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct => new Counter<T>(registry.Family(name, MetricKind.Counter, description), counted);

    /// <inheritdoc/>
    public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct => new Histogram<T>(registry.Family(name + "_seconds", MetricKind.Histogram, description));

    /// <inheritdoc/>
    public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct => new Gauge<T>(registry.Family(name, MetricKind.Gauge, description));

    /// <inheritdoc/>
    public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags) =>
        new MetricLabels(appendFrom as MetricLabels, tags);

    private static double Value<T>(T value) => value switch
    {
        TimeSpan duration => duration.TotalSeconds,
        IConvertible number => number.ToDouble(null),
        _ => 0,
    };

    private sealed class Counter<T>(MetricFamily family, Action<string, MetricLabels> counted) : ICustomMetricCounter<T>
        where T : struct
    {
        public void Add(T value, object tags)
        {
            family.With((MetricLabels)tags).Add(Value(value));
            counted(family.Name, (MetricLabels)tags);
        }
    }

    private sealed class Histogram<T>(MetricFamily family) : ICustomMetricHistogram<T>
        where T : struct
    {
        public void Record(T value, object tags) => family.With((MetricLabels)tags).Record(Value(value));
    }

    private sealed class Gauge<T>(MetricFamily family) : ICustomMetricGauge<T>
        where T : struct
    {
        public void Set(T value, object tags) => family.With((MetricLabels)tags).Set(Value(value));
    }
}
