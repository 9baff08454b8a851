using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>Reads stack outputs and collects every problem instead of stopping at the first.</summary>
internal sealed class OutputReader(JsonElement outputs)
{
    private readonly List<string> problems = [];

    public string Text(string name) =>
        Find(name) is not { } value ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : Wrong(name, value, "a text", "");

    public Uri Address(string name)
    {
        var text = Text(name);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)) return address;
        return text.Length == 0 ? new Uri("about:blank") : Wrong(name, Find(name)!.Value, "an absolute URL", new Uri("about:blank"));
    }

    public ImmutableSortedDictionary<string, int> Counts(string name) =>
        Map(
            name, "a map of counts",
            value => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? (int?)number : null);

    public ImmutableSortedDictionary<string, double> Numbers(string name) =>
        Map(name, "a map of numbers", value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null);

    public ImmutableSortedDictionary<string, string> Texts(string name)
    {
        if (Find(name) is not { } value) return ImmutableSortedDictionary<string, string>.Empty;
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String))
            return value.EnumerateObject().ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        return Wrong(name, value, "a map of texts", ImmutableSortedDictionary<string, string>.Empty);
    }

    public double Number(ImmutableSortedDictionary<string, double> map, string name, string key)
    {
        if (map.TryGetValue(key, out var number)) return number;
        if (map.Count > 0) problems.Add($"'{name}' lacks '{key}'.");
        return 0;
    }

    public void ThrowIfIncomplete()
    {
        if (problems.Count > 0) throw new IncompletePlatformException(problems);
    }

    private ImmutableSortedDictionary<string, T> Map<T>(string name, string expected, Func<JsonElement, T?> read) where T : struct
    {
        if (Find(name) is not { } value) return ImmutableSortedDictionary<string, T>.Empty;
        if (value.ValueKind != JsonValueKind.Object) return Wrong(name, value, expected, ImmutableSortedDictionary<string, T>.Empty);
        var entries = value.EnumerateObject().Select(entry => (entry.Name, Value: read(entry.Value))).ToList();
        return entries.TrueForAll(entry => entry.Value is not null)
            ? entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value!.Value)
            : Wrong(name, value, expected, ImmutableSortedDictionary<string, T>.Empty);
    }

    private JsonElement? Find(string name)
    {
        if (outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty(name, out var value)) return value;
        var problem = $"'{name}' is missing.";
        if (!problems.Contains(problem)) problems.Add(problem);
        return null;
    }

    private T Wrong<T>(string name, JsonElement value, string expected, T fallback)
    {
        // The kind, not the value: an output may be a secret.
        problems.Add($"'{name}' is of kind {value.ValueKind}; it must be {expected}.");
        return fallback;
    }
}
