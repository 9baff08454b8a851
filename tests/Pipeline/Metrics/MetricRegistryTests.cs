using PipAi.Testing;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Pipeline.Tests.Metrics;

public sealed class MetricRegistryTests
{
    private readonly MetricRegistry registry = new();

    [Fact]
    public void Everything_is_written_as_Prometheus_reads_it()
    {
        registry.Family("b_total", MetricKind.Counter, "Two\nlines.").With(MetricLabels.Of("k", "a\"b\\c\nd")).Add(2);
        registry.Family("a", MetricKind.Gauge, null).With(MetricLabels.None).Set(1.5);
        var histogram = registry.Family("c_seconds", MetricKind.Histogram, "Times.").With(MetricLabels.Of("k", "v"));
        foreach (var seconds in new[] { 0.001, 0.2, 0.2, 500 }) histogram.Record(seconds);
        Approved.Text(registry.ToPrometheusText());
    }

    [Fact]
    public void The_metrics_of_the_SDK_arrive_by_its_custom_meter()
    {
        var counted = new List<string>();
        var meter = new TemporalMetricMeter(registry, (counter, labels) => counted.Add($"{counter} {labels.Value("namespace")}"));
        var common = meter.CreateTags(null, [new("namespace", "n")]);
        var tags = meter.CreateTags(common, [new("poller_type", "activity_task"), new("n", 3L)]);
        meter.CreateGauge<long>("temporal_num_pollers", null, null).Set(2, tags);
        meter.CreateGauge<long>("temporal_num_pollers", null, null).Set(5, meter.CreateTags(common, [new("poller_type", "workflow_task")]));
        meter.CreateCounter<long>("temporal_request", "", "Requests.").Add(4, common);
        meter.CreateHistogram<TimeSpan>("temporal_latency", "s", null).Record(TimeSpan.FromMilliseconds(40), common);
        Assert.Equal(["temporal_request n"], counted);
        var text = registry.ToPrometheusText();
        Assert.Contains("temporal_num_pollers{n=\"3\",namespace=\"n\",poller_type=\"activity_task\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("temporal_request{namespace=\"n\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("temporal_latency_seconds_sum{namespace=\"n\"} 0.04\n", text, StringComparison.Ordinal);
        Assert.Equal(
            new Dictionary<string, long> { ["activity_task"] = 2, ["workflow_task"] = 5 },
            registry.GaugesBy("temporal_num_pollers", "poller_type"));
    }
}
