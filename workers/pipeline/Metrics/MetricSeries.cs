using System.Text;

namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>One line (or, for a histogram, one group of lines) of a family.</summary>
internal sealed class MetricSeries(MetricLabels labels)
{
    /// <summary>Upper bounds of the histogram's buckets, in seconds: from a fast call to the longest poll.</summary>
    private static readonly double[] Bounds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180];

    private readonly Lock guard = new();
    private readonly long[] buckets = new long[Bounds.Length];
    private double sum;
    private long count;
    private double number;

    /// <summary>What tells it from its siblings.</summary>
    public MetricLabels Labels { get; } = labels;

    /// <summary>A counter's or gauge's value.</summary>
    public double Number
    {
        get { lock (guard) return number; }
    }

    /// <summary>Adds to a counter or gauge.</summary>
    public void Add(double value)
    {
        lock (guard) number += value;
    }

    /// <summary>Sets a gauge.</summary>
    public void Set(double value)
    {
        lock (guard) number = value;
    }

    /// <summary>Counts a value into a histogram.</summary>
    public void Record(double value)
    {
        lock (guard)
        {
            count++;
            sum += value;
            for (var i = 0; i < Bounds.Length; i++)
                if (value <= Bounds[i]) buckets[i]++;
        }
    }

    /// <summary>Writes a counter's or gauge's line.</summary>
    public void WriteNumber(StringBuilder text, string name) =>
        text.Append(name).Append(Labels.ToText()).Append(' ').Append(MetricRegistry.Number(Number)).Append('\n');

    /// <summary>Writes a histogram's lines.</summary>
    public void WriteHistogram(StringBuilder text, string name)
    {
        lock (guard)
        {
            for (var i = 0; i < Bounds.Length; i++)
                text.Append(name).Append("_bucket").Append(Labels.ToText($"le=\"{MetricRegistry.Number(Bounds[i])}\"")).Append(' ').Append(
                    buckets[i]).Append('\n');
            text.Append(name).Append("_bucket").Append(Labels.ToText("le=\"+Inf\"")).Append(' ').Append(count).Append('\n');
            text.Append(name).Append("_sum").Append(Labels.ToText()).Append(' ').Append(MetricRegistry.Number(sum)).Append('\n');
            text.Append(name).Append("_count").Append(Labels.ToText()).Append(' ').Append(count).Append('\n');
        }
    }
}
