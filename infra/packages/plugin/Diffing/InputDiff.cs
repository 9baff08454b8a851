using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;

namespace PipAi.Plugins.Diffing;

/// <summary>
/// The difference of two sets of inputs, property by property. Whether a value is secret is no difference; a value that is
/// not known yet differs from any known one.
/// </summary>
public sealed class InputDiff
{
    private readonly SortedDictionary<string, PropertyDiffKind> changes = new(StringComparer.Ordinal);

    private InputDiff()
    {
    }

    /// <summary>Paths of the changes, in order.</summary>
    public IEnumerable<string> Paths => changes.Keys;

    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => changes.Count == 0;

    /// <summary>Names of the top-level properties that changed.</summary>
    public IEnumerable<string> Properties => Paths.Select(PropertyPaths.Top).Distinct(StringComparer.Ordinal);

    /// <summary>Compares old and new inputs, both already brought to their normal form.</summary>
    public static InputDiff Between(PropertyMap before, PropertyMap after)
    {
        var diff = new InputDiff();
        diff.Maps(before, after, "");
        return diff;
    }

    /// <summary>Whether two values mean the same.</summary>
    public static bool Same(PropertyValue? before, PropertyValue? after)
    {
        var diff = new InputDiff();
        diff.Values(before, after, "value");
        return diff.IsEmpty;
    }

    /// <summary>Whether something at or below a path changed.</summary>
    public bool Touches(string path) => Paths.Any(changed =>
        changed.StartsWith(path, StringComparison.Ordinal)
        && (changed.Length == path.Length || changed[path.Length] is '.' or '['));

    /// <summary>Leaves out what the user asked to ignore, and what is below it.</summary>
    public InputDiff Without(IEnumerable<string> ignoredPaths)
    {
        var ignored = ignoredPaths.ToArray();
        var rest = new InputDiff();
        foreach (var (path, kind) in changes)
        {
            if (!ignored.Any(
                i => path == i || path.StartsWith(i + ".", StringComparison.Ordinal) || path.StartsWith(i + "[", StringComparison.Ordinal)))
                rest.changes[path] = kind;
        }

        return rest;
    }

    /// <summary>The answer to the engine.</summary>
    /// <param name="replacedOn">Paths whose change replaces the resource, in addition to what the schema marks.</param>
    /// <param name="schema">Inputs of the resource.</param>
    /// <param name="stables">Outputs that no update changes.</param>
    public DiffResponse ToResponse(ObjectSchema schema, IEnumerable<string>? replacedOn = null, IEnumerable<string>? stables = null)
    {
        string[] replacing = [.. schema.ReplacedOn, .. replacedOn ?? []];
        bool Replaces(string path) => replacing.Any(r =>
            path == r || path.StartsWith(r + ".", StringComparison.Ordinal) || path.StartsWith(r + "[", StringComparison.Ordinal));
        return new DiffResponse
        {
            Changes = !IsEmpty,
            Diffs = [.. Properties],
            Replaces = [.. Paths.Where(Replaces).Select(PropertyPaths.Top).Distinct(StringComparer.Ordinal)],
            Stables = [.. stables ?? []],
            DetailedDiff = changes.ToDictionary(
                change => change.Key,
                change => new PropertyDiff { Kind = Replaces(change.Key) ? Replacing(change.Value) : change.Value, InputDiff = true }),
        };
    }

    private static PropertyDiffKind Replacing(PropertyDiffKind kind) => kind switch
    {
        PropertyDiffKind.Add => PropertyDiffKind.AddReplace,
        PropertyDiffKind.Delete => PropertyDiffKind.DeleteReplace,
        PropertyDiffKind.Update => PropertyDiffKind.UpdateReplace,
        PropertyDiffKind.AddReplace => kind,
        PropertyDiffKind.DeleteReplace => kind,
        PropertyDiffKind.UpdateReplace => kind,
    };

    private void Maps(PropertyMap before, PropertyMap after, string path)
    {
        foreach (var name in before.Keys.Union(after.Keys))
        {
            if (name.StartsWith("__", StringComparison.Ordinal)) continue;
            Values(before.GetValueOrDefault(name), after.GetValueOrDefault(name), PropertyPaths.Child(path, name));
        }
    }

    private void Values(PropertyValue? before, PropertyValue? after, string path)
    {
        var (had, has) = (before is { IsNull: false }, after is { IsNull: false });
        if (!had && !has) return;
        if (had != has) changes[path] = has ? PropertyDiffKind.Add : PropertyDiffKind.Delete;
        else if (before!.TryGetMap(out var oldMap) && after!.TryGetMap(out var newMap)) Maps(oldMap, newMap, path);
        else if (before.TryGetArray(out var oldList) && after!.TryGetArray(out var newList)) Lists(oldList, newList, path);
        else if (after!.IsComputed || !SameScalar(before, after)) changes[path] = PropertyDiffKind.Update;
    }

    private void Lists(ImmutableArray<PropertyValue> before, ImmutableArray<PropertyValue> after, string path)
    {
        for (var i = 0; i < Math.Max(before.Length, after.Length); i++)
            Values(before.ElementAtOrDefault(i), after.ElementAtOrDefault(i), PropertyPaths.Item(path, i));
    }

    private static bool SameScalar(PropertyValue before, PropertyValue after)
    {
        if (before.Type != after.Type) return false;
        if (before.TryGetString(out var text)) return after.TryGetString(out var other) && text == other;
        if (before.TryGetNumber(out var number)) return after.TryGetNumber(out var other) && number.Equals(other);
        return before.TryGetBool(out var flag) && after.TryGetBool(out var otherFlag) && flag == otherFlag;
    }
}
