using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>All metrics of the process, written as Prometheus text. Thread-safe; a series is made when first used.</summary>
internal sealed class MetricRegistry
{
    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);

    /// <summary>The family of a name, made on first use.</summary>
    /// <param name="name">Its name, valid in Prometheus.</param>
    /// <param name="kind">Its kind; the first call decides.</param>
    /// <param name="help">What it tells.</param>
    public MetricFamily Family(string name, MetricKind kind, string? help) =>
        families.GetOrAdd(name, key => new MetricFamily(key, kind, help ?? ""));

    /// <summary>The values of a gauge whose series have all of some labels, by another label; summed where the rest differs.</summary>
    public IReadOnlyDictionary<string, long> GaugesBy(string name, string label, params (string Name, string Value)[] having)
    {
        if (!families.TryGetValue(name, out var family)) return new Dictionary<string, long>();
        return family.Series
            .Where(series => series.Labels.Has(having))
            .Select(series => (Key: series.Labels.Value(label), series.Number))
            .Where(pair => pair.Key is not null)
            .GroupBy(pair => pair.Key!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (long)group.Sum(pair => pair.Number));
    }

    /// <summary>The sum of a gauge's series that have all these labels; null if there is none.</summary>
    public long? Sum(string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (!families.TryGetValue(name, out var family)) return null;
        long? sum = null;
        foreach (var series in family.Series)
            if (series.Labels.Has(labels)) sum = (sum ?? 0) + (long)series.Number;
        return sum;
    }

    /// <summary>Everything, in Prometheus' text format, ordered by name.</summary>
    public string ToPrometheusText()
    {
        var text = new StringBuilder();
        foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)) family.Write(text);
        return text.ToString();
    }

    /// <summary>A number as Prometheus wants it.</summary>
    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
