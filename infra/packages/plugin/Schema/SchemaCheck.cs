using System.Globalization;
using PipAi.Plugins.Properties;

namespace PipAi.Plugins.Schema;

/// <summary>
/// Strict check of inputs against the schema: an unknown or misspelt property, a missing one and a wrong type are failures
/// that name the property. All of them are reported together. Values that are not known yet pass.
/// </summary>
public sealed class SchemaCheck(PackageSchema schema)
{
    private readonly List<CheckFailure> failures = [];

    /// <summary>All failures of <paramref name="inputs"/>; empty when they fit.</summary>
    public static IReadOnlyList<CheckFailure> Failures(PackageSchema schema, ObjectSchema expected, PropertyMap inputs)
    {
        var check = new SchemaCheck(schema);
        check.Object(expected, inputs, "");
        return check.failures;
    }

    private void Object(ObjectSchema expected, PropertyMap given, string path)
    {
        foreach (var (name, value) in given.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            // Names that start with two underscores are the engine's and the SDKs' own (__internal, __defaults).
            if (name.StartsWith("__", StringComparison.Ordinal)) continue;
            if (expected.Properties.TryGetValue(name, out var property)) Value(property, value, PropertyPaths.Child(path, name));
            else Fail(PropertyPaths.Child(path, name), $"there is no property '{name}' here" + Alternatives(name, expected));
        }

        foreach (var name in expected.Required.Where(name => !given.Has(name)).Order(StringComparer.Ordinal))
            Fail(PropertyPaths.Child(path, name), $"the property '{name}' is required and not set.");
    }

    private void Value(PropertySchema expected, PropertyValue value, string path)
    {
        if (value.IsNull || value.IsComputed) return;
        switch (expected.Shape)
        {
            case PropertyShape.Text: Fits(value.TryGetString(out _), "a string", value, path); break;
            case PropertyShape.Number: Fits(value.TryGetNumber(out _), "a number", value, path); break;
            case PropertyShape.Flag: Fits(value.TryGetBool(out _), "true or false", value, path); break;
            case PropertyShape.Whole: Fits(IsWhole(value), "a whole number", value, path); break;
            case PropertyShape.List: List(expected, value, path); break;
            case PropertyShape.Map: Map(expected, value, path); break;
            case PropertyShape.Object: Nested(expected, value, path); break;
        }
    }

    private void List(PropertySchema expected, PropertyValue value, string path)
    {
        if (!value.TryGetArray(out var items))
        {
            Fits(false, "a list", value, path);
            return;
        }

        for (var i = 0; i < items.Length; i++) Value(expected.Items!, items[i], PropertyPaths.Item(path, i));
    }

    private void Map(PropertySchema expected, PropertyValue value, string path)
    {
        if (!value.TryGetMap(out var entries)) Fits(false, "a map", value, path);
        else
            foreach (var (name, entry) in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                Value(expected.Items!, entry, PropertyPaths.Child(path, name));
    }

    private void Nested(PropertySchema expected, PropertyValue value, string path)
    {
        if (value.TryGetMap(out var entries)) Object(schema.Type(expected.TypeToken!), entries, path);
        else Fits(false, "an object", value, path);
    }

    private void Fits(bool fits, string wanted, PropertyValue value, string path)
    {
        if (!fits) Fail(path, $"it must be {wanted}, and is {Describe(value)}.");
    }

    private void Fail(string path, string reason) => failures.Add(new CheckFailure(path, reason));

    private static bool IsWhole(PropertyValue value) => value.TryGetNumber(out var number) && Math.Truncate(number) == number;

    private static string Alternatives(string name, ObjectSchema expected)
    {
        var hint = Spelling.DidYouMean(name, expected.Properties.Keys);
        return hint.Length > 0
            ? hint
            : $"; there are {string.Join(", ", expected.Properties.Keys.Order(StringComparer.Ordinal))}.";
    }

    // A secret's value never appears in a message.
    private static string Describe(PropertyValue value) => value.IsSecret ? "a secret of another type" : value.Match(
        () => "null",
        flag => flag ? "true" : "false",
        number => number.ToString(CultureInfo.InvariantCulture),
        text => $"the string '{text}'",
        _ => "a list",
        _ => "a map",
        _ => "an asset",
        _ => "an archive",
        _ => "a resource",
        () => "unknown");
}
