using System.Text;

namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>The labels of one series, in order of their names; equal if they say the same.</summary>
internal sealed class MetricLabels : IEquatable<MetricLabels>
{
    private readonly KeyValuePair<string, string>[] pairs;
    private readonly string text;

    /// <summary>Takes over the labels of another set and adds to it; a name given twice has the last value.</summary>
    public MetricLabels(MetricLabels? first, IEnumerable<KeyValuePair<string, object>> more)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in first?.pairs ?? []) merged[name] = value;
        foreach (var (name, value) in more) merged[name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        pairs = [.. merged];
        text = Escape(pairs);
    }

    /// <summary>No labels.</summary>
    public static MetricLabels None { get; } = new(null, []);

    /// <summary>One label.</summary>
    public static MetricLabels Of(string name, string value) => new(null, [new(name, value)]);

    /// <summary>The value of a label, or null if it has none.</summary>
    public string? Value(string name) => pairs.FirstOrDefault(pair => pair.Key == name).Value;

    /// <summary>Whether it has all of these.</summary>
    public bool Has(ReadOnlySpan<(string Name, string Value)> wanted)
    {
        foreach (var (name, value) in wanted)
            if (Value(name) != value) return false;
        return true;
    }

    /// <summary><c>{a="1",b="2"}</c>, with one more label if given; empty for none.</summary>
    public string ToText(string? extra = null) => (text.Length, extra) switch
    {
        (0, null) => "",
        (0, _) => $"{{{extra}}}",
        (_, null) => $"{{{text}}}",
        _ => $"{{{text},{extra}}}",
    };

    /// <inheritdoc/>
    public bool Equals(MetricLabels? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricLabels);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    private static string Escape(KeyValuePair<string, string>[] pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            if (text.Length > 0) text.Append(',');
            var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(name).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }
}
