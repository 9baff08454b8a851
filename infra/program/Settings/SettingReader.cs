using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace PipAi.Infra.Settings;

/// <summary>
/// Reads settings from a stack's configuration and collects what is wrong instead of stopping at it. A reading method always
/// returns something usable, so that the settings after a wrong one are checked, too.
/// </summary>
/// <param name="stack">The stack's name.</param>
/// <param name="configuration">Values by key; keys of the project's namespace without it, others with theirs.</param>
/// <param name="now">The time, for what must lie ahead.</param>
internal sealed class SettingReader(string stack, IReadOnlyDictionary<string, string> configuration, DateTimeOffset now)
{
    /// <summary>The namespace of the keys: the project's name.</summary>
    public const string Namespace = "pip-ai";

    private readonly List<SettingProblem> _problems = [];
    private readonly SortedDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The name of the stack.</summary>
    public string Stack => stack;

    /// <summary>The time, for what must lie ahead.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Every key that was read, with the default it has (empty where it has none).</summary>
    public IReadOnlyDictionary<string, string> Known => _known;

    /// <summary>The key as it stands in the stack file.</summary>
    public static string Full(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{Namespace}:{key}";

    /// <summary>A text that has no default; <paramref name="rule"/> says what it must be.</summary>
    public string Required(string key, string example, string rule, Func<string, bool> accepts)
    {
        var value = Value(key, "");
        if (value.Length == 0) _problems.Add(new SettingProblem(key, $"is not set; {rule}", [$"set {Full(key)} {example}"]));
        else if (!accepts(value)) Wrong(key, value, rule, $"set {Full(key)} {example}");
        return value;
    }

    /// <summary>A text with a default; <paramref name="rule"/> says what it must be, where <paramref name="accepts"/> decides.</summary>
    public string Text(string key, string defaultValue, string rule, Func<string, bool> accepts)
    {
        var value = Value(key, defaultValue);
        if (!accepts(value)) Wrong(key, value, rule, Fix(key, defaultValue));
        return value;
    }

    /// <summary>One of a closed list of names.</summary>
    public string OneOf(string key, string defaultValue, IReadOnlyCollection<string> names, string what)
    {
        var value = Value(key, defaultValue);
        if (!names.Contains(value)) Unknown(key, value, names, what, Fix(key, Closest.To(value, names) ?? defaultValue));
        return value;
    }

    /// <summary>
    /// A whole number from <paramref name="min"/> to <paramref name="max"/>; <paramref name="why"/> tells the reason of the bounds.
    /// </summary>
    public int Whole(string key, int defaultValue, int min, int max, string why = "")
    {
        var value = Value(key, defaultValue.ToString(CultureInfo.InvariantCulture));
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min
            && number <= max) return number;
        Wrong(
            key, value, $"it must be a whole number from {min} to {max}{(why.Length > 0 ? $": {why}" : "")}.",
            $"set {Namespace}:{key} {defaultValue}");
        return defaultValue;
    }

    /// <summary>Yes or no.</summary>
    public bool Flag(string key, bool defaultValue)
    {
        var value = Value(key, defaultValue ? "true" : "false");
        if (value is "true" or "false") return value == "true";
        Wrong(key, value, "it must be true or false.", $"set {Namespace}:{key} {(defaultValue ? "true" : "false")}");
        return defaultValue;
    }

    /// <summary>Some of a closed list of names, each at most once, in the order given; wrong ones are left out.</summary>
    public ImmutableArray<string> SomeOf(string key, string defaultValue, IReadOnlyCollection<string> names, string what)
    {
        var given = List(key, defaultValue);
        foreach (var (index, name) in given.Index().Where(item => !names.Contains(item.Item)))
        {
            var path = $"--path '{Namespace}:{key}[{index}]'";
            Unknown($"{key}[{index}]", name, names, what, Closest.To(name, names) is { } close ? $"set {path} {close}" : $"rm {path}");
        }

        return [.. given.Where(names.Contains).Distinct()];
    }

    /// <summary>A list of texts, each at most once, in the order given.</summary>
    public ImmutableArray<string> List(string key, string defaultValue)
    {
        var value = Value(key, defaultValue);
        if (Texts(value) is { } texts)
        {
            // What is declared twice would have one name twice, which Pulumi refuses without a word about the setting.
            foreach (var (index, text) in texts.Index().Where(item => texts.IndexOf(item.Item) < item.Index))
                Wrong($"{key}[{index}]", text, "it is in the list already.", $"rm --path '{Namespace}:{key}[{index}]'");
            return texts;
        }

        var defaults = Texts(defaultValue)!.Value;
        // One text where a list of them should be is probably meant to be the first of it.
        var first = Json(value) is null && value.Length > 0 ? value : defaults.FirstOrDefault("VALUE");
        Wrong(key, value, "it must be a list of texts.", $"set --path '{Namespace}:{key}[0]' {first}");
        return defaults;
    }

    /// <summary>
    /// A map from a name of <paramref name="names"/> to a whole number from <paramref name="min"/> to <paramref name="max"/>.
    /// </summary>
    public ImmutableSortedDictionary<string, int> Counts(
        string key, string defaultValue, IReadOnlyCollection<string> names, string what, int min, int max)
    {
        var value = Value(key, defaultValue);
        var counts = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        if (Json(value) is not { ValueKind: JsonValueKind.Object } map)
        {
            Wrong(key, value, $"it must be a map from {what} to count.", $"set --path '{Namespace}:{key}.REGION' COUNT");
            map = Json(defaultValue)!.Value;
        }

        foreach (var entry in map.EnumerateObject())
        {
            var path = $"--path '{Namespace}:{key}.{entry.Name}'";
            if (!names.Contains(entry.Name)) Unknown(key, entry.Name, names, what, $"rm {path}");
            else if (Count(entry.Value) is { } count && count >= min && count <= max) counts[entry.Name] = count;
            else
                Wrong(
                    $"{key}.{entry.Name}", entry.Value.ToString(), $"it must be a whole number from {min} to {max}.",
                    $"set {path} {Math.Max(1, min)}");
        }

        return counts.ToImmutable();
    }

    /// <summary>Whether nothing is wrong with these settings so far: what several must agree on is checked only if each is right.</summary>
    public bool AreSound(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_problems.Exists(problem => problem.Key.Split('.', '[')[0] == key)) return false;
        }

        return true;
    }

    /// <summary>Adds a mistake that only several settings together show.</summary>
    public void Wrong(string key, string value, string rule, params ImmutableArray<string> arguments) =>
        _problems.Add(new SettingProblem(key, $"is '{value}'; {rule}", arguments));

    /// <summary>Reports a name that is none of <paramref name="names"/>, with the one that was probably meant.</summary>
    public void Unknown(string key, string value, IReadOnlyCollection<string> names, string what, string arguments)
    {
        var hint = Closest.To(value, names) is { } close
            ? $"did you mean '{close}'?" : $"there are {string.Join(", ", names.Where(name => name.Length > 0))}.";
        _problems.Add(new SettingProblem(key, $"names '{value}', which is no {what}; {hint}", [arguments]));
    }

    /// <summary>
    /// Ends the reading: a key that nobody asked for is a mistake, too, or a misspelt one would change nothing in silence.
    /// </summary>
    /// <exception cref="InvalidSettingsException">Something is wrong; the message lists it all.</exception>
    public void ThrowIfInvalid()
    {
        foreach (var key in configuration.Keys.Where(key => !_known.ContainsKey(key)).Order(StringComparer.Ordinal))
        {
            var hint = Closest.To(key, _known.Keys) is { } close ? $"did you mean '{close}'?" : "Pulumi.yaml describes all there are.";
            _problems.Add(new SettingProblem(key, $"is no setting; {hint}", [$"rm {Namespace}:{key}"]));
        }

        if (_problems.Count > 0) throw new InvalidSettingsException(stack, [.. _problems]);
    }

    private static string Fix(string key, string value) => value.Length > 0 ? $"set {Full(key)} {value}" : $"rm {Full(key)}";

    private string Value(string key, string defaultValue)
    {
        _known[key] = defaultValue;
        return configuration.TryGetValue(key, out var value) ? value : defaultValue;
    }

    // `pulumi config set --path` may write a number as text.
    private static int? Count(JsonElement value) =>
        int.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static ImmutableArray<string>? Texts(string value) =>
        Json(value) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static JsonElement? Json(string text)
    {
        try
        {
            // Not the serializer: it would compile code to read a type that needs none.
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
