using System.Diagnostics.CodeAnalysis;

namespace PipAi.Plugins.Properties;

/// <summary>
/// Reads resource properties after they were checked against the schema, so that a wrong type cannot occur here. A value
/// that is absent, null or not yet known (in a preview) reads as null.
/// </summary>
public static class PropertyReading
{
    extension(PropertyMap properties)
    {
        /// <summary>The text of a property, or null.</summary>
        public string? Text(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetString(out var text) ? text : null;

        /// <summary>The text of a required property.</summary>
        /// <exception cref="InvalidOperationException">It is absent; <c>Check</c> makes sure that it is not.</exception>
        public string RequiredText(string name) =>
            properties.Text(name) ?? throw new InvalidOperationException($"The property '{name}' is not known at this point.");

        /// <summary>The flag, or null.</summary>
        public bool? Flag(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetBool(out var flag) ? flag : null;

        /// <summary>The whole number, or null.</summary>
        public int? Whole(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetNumber(out var number) ? (int)number : null;

        /// <summary>The nested object; an empty one if the property is absent.</summary>
        public PropertyMap Map(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetMap(out var map) ? map : PropertyMap.Empty;

        /// <summary>The nested object, or null.</summary>
        public PropertyMap? Object(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetMap(out var map) ? map : null;

        /// <summary>The objects of a list; entries that are not known are empty, so that places stay as they are.</summary>
        public ImmutableArray<PropertyMap> Objects(string name) =>
            [.. properties.List(name).Select(item => item.TryGetMap(out var map) ? map : PropertyMap.Empty)];

        /// <summary>The texts of a map by name; entries that are not known are left out.</summary>
        public ImmutableSortedDictionary<string, string> TextMap(string name) => properties.Map(name)
            .Where(entry => entry.Value.TryGetString(out _))
            .ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.TryGetString(out var text) ? text : "");

        /// <summary>The list; an empty one if the property is absent.</summary>
        public ImmutableArray<PropertyValue> List(string name) =>
            properties.TryGetValue(name, out var value) && value.TryGetArray(out var list) ? list : [];

        /// <summary>The texts of a list; entries that are not known are left out.</summary>
        public ImmutableArray<string> Texts(string name) =>
            [.. properties.List(name).Select(item => item.TryGetString(out var text) ? text : null).OfType<string>()];

        /// <summary>The duration, or null.</summary>
        public TimeSpan? Duration(string name) =>
            properties.Text(name) is { } text && Durations.TryParse(text, out var duration) ? duration : null;

        /// <summary>Whether the property is there and its value will be known only when something else was created.</summary>
        public bool IsUnknown(string name) => properties.TryGetValue(name, out var value) && value.IsComputed;

        /// <summary>Whether the property is there and not null.</summary>
        public bool Has(string name) => properties.TryGetValue(name, out var value) && !value.IsNull;

        /// <summary>The map without entries that are null.</summary>
        public PropertyMap WithoutNulls() => properties.RemoveRange(properties.Where(p => p.Value.IsNull).Select(p => p.Key));

        /// <summary>The map with a property set, or removed when <paramref name="value"/> is null.</summary>
        public PropertyMap With(string name, PropertyValue? value) =>
            value is null || value.IsNull ? properties.Remove(name) : properties.SetItem(name, value);

        /// <summary>The map with a text set, or removed when it is null.</summary>
        public PropertyMap With(string name, string? value) => properties.With(name, value is null ? null : new PropertyValue(value));

        /// <summary>The map with a number set, or removed when it is null.</summary>
        public PropertyMap With(string name, double? value) =>
            properties.With(name, value is { } number ? new PropertyValue(number) : null);

        /// <summary>The map with a flag set, or removed when it is null.</summary>
        public PropertyMap With(string name, bool? value) => properties.With(name, value is { } flag ? new PropertyValue(flag) : null);
    }

    /// <summary>Whether the value, or anything in it, is not known yet.</summary>
    public static bool HasUnknowns([NotNullWhen(true)] this PropertyValue? value)
    {
        if (value is null) return false;
        if (value.IsComputed) return true;
        if (value.TryGetArray(out var list)) return list.Any(item => item.HasUnknowns());
        return value.TryGetMap(out var map) && map.Values.Any(item => item.HasUnknowns());
    }

    /// <summary>Every text in the value that is a secret, to keep it out of messages.</summary>
    public static IEnumerable<string> SecretTexts(this PropertyValue value, bool inSecret = false)
    {
        var secret = inSecret || value.IsSecret;
        if (value.TryGetString(out var text)) return secret ? [text] : [];
        if (value.TryGetArray(out var list)) return list.SelectMany(item => item.SecretTexts(secret));
        return value.TryGetMap(out var map) ? map.Values.SelectMany(item => item.SecretTexts(secret)) : [];
    }
}
