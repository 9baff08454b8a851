using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;

namespace PipAi.Providers.Fly.Values;

/// <summary>Collects failures of values. A value that is absent or not known yet passes.</summary>
internal sealed partial class ValueChecks
{
    private readonly List<CheckFailure> failures = [];

    public IReadOnlyList<CheckFailure> Failures => failures;

    public void Fail(string path, string reason) => failures.Add(new CheckFailure(path, reason));

    public void OneOf(PropertyMap map, string name, string path, params string[] allowed)
    {
        if (map.Text(name) is not { } text || allowed.Contains(text)) return;
        var hint = Spelling.DidYouMean(text, allowed);
        Fail(path, $"'{text}' is not one of {string.Join(", ", allowed)}{(hint.Length > 0 ? hint : ".")}");
    }

    public void Range(PropertyMap map, string name, string path, int least, int most)
    {
        if (map.Whole(name) is not { } number || (number >= least && number <= most)) return;
        Fail(
            path, most == int.MaxValue ? $"{number} is too small; the least is {least}." : $"{number} is out of range: {least} to {most}.");
    }

    public void Duration(PropertyMap map, string name, string path, TimeSpan least, TimeSpan most)
    {
        if (map.Text(name) is not { } text) return;
        if (!Durations.TryParse(text, out var duration))
            Fail(path, $"'{text}' is not a duration; write it with its unit, like 15s, 500ms or 1m30s.");
        else if (duration < least || duration > most)
            Fail(path, $"'{text}' is out of range: {Durations.Format(least)} to {Durations.Format(most)}.");
    }

    public void Region(PropertyMap map, string name, string path)
    {
        if (map.Text(name) is { } region && !RegionCode().IsMatch(region))
            Fail(
                path,
                $"'{region}' is not a Fly region code, which has three small letters, like iad{Spelling.DidYouMean(
                    region, FlyRegions.Codes)}");
    }

    public void Name(PropertyMap map, string name, string path, int longest)
    {
        if (map.Text(name) is { } text && (text.Length > longest || !NameForm().IsMatch(text)))
            Fail(path, $"'{text}' must be 1 to {longest} small letters, digits and hyphens, and start with a letter or digit.");
    }

    public static void Each(PropertyMap map, string name, string path, Action<PropertyMap, string> check)
    {
        var items = map.List(name);
        for (var i = 0; i < items.Length; i++)
            if (items[i].TryGetMap(out var item)) check(item, PropertyPaths.Item(path, i));
    }

    [GeneratedRegex(@"^[a-z]{3}\z")]
    private static partial Regex RegionCode();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex NameForm();
}
