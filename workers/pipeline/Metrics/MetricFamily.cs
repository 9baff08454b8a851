using System.Collections.Concurrent;
using System.Text;

namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>All series of one name.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string help)
{
    private readonly ConcurrentDictionary<MetricLabels, MetricSeries> series = new();

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Its series, in no order.</summary>
    public ICollection<MetricSeries> Series => series.Values;

    /// <summary>The series with these labels, made on first use.</summary>
    public MetricSeries With(MetricLabels labels) => series.GetOrAdd(labels, key => new MetricSeries(key));

    /// <summary>Appends the family's lines.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.ReplaceLineEndings(" ")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(Word()).Append('\n');
        foreach (var one in series.Values.OrderBy(one => one.Labels.ToText(), StringComparer.Ordinal))
        {
            if (kind == MetricKind.Histogram) one.WriteHistogram(text, name);
            else one.WriteNumber(text, name);
        }
    }

    private string Word() => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
    };
}
