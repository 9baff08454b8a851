using PipAi.Plugins.Properties;

namespace PipAi.Providers.Vercel.Handlers;

/// <summary>Inputs as Vercel means them: every list is a set, what is empty is not there.</summary>
internal static class PropertySets
{
    private static readonly string[] Names = ["key", "name"];

    /// <summary>The form in which two spellings of the same thing are equal.</summary>
    public static PropertyMap Normal(PropertyMap inputs) => inputs
        .Where(input => !input.Value.IsNull && !input.Key.StartsWith("__", StringComparison.Ordinal) && !IsEmpty(input.Key, input.Value))
        .ToImmutableDictionary(input => input.Key, input => Normal(input.Value));

    /// <summary>What was read, as far as the program says something of it.</summary>
    public static PropertyMap Narrow(PropertyMap read, PropertyMap known)
    {
        var narrowed = PropertyMap.Empty;
        foreach (var (name, value) in known)
            if (!value.IsNull) narrowed = narrowed.With(name, read.TryGetValue(name, out var found) ? Narrow(found, value) : null);
        return narrowed;
    }

    /// <summary>An old value with what a new one says instead of it; of objects, what the new one does not say stays.</summary>
    public static PropertyValue Over(PropertyValue old, PropertyValue? now)
    {
        if (now is null || now.IsNull) return old;
        return old.TryGetMap(out var before) && now.TryGetMap(out var after) ? new PropertyValue(before.SetItems(after)) : now;
    }

    private static PropertyValue Narrow(PropertyValue read, PropertyValue known)
    {
        if (read.TryGetMap(out var members) && known.TryGetMap(out var wanted))
            return new PropertyValue(Narrow(members, wanted)).WithSecret(read.IsSecret);
        if (!read.TryGetArray(out var items) || !known.TryGetArray(out var listed)) return read;
        return new PropertyValue(
            [.. items.Select(item => listed.FirstOrDefault(one => Order(one) == Order(item)) is { } same ? Narrow(item, same) : item)])
            .WithSecret(read.IsSecret);
    }

    private static PropertyValue Normal(PropertyValue value)
    {
        if (value.TryGetMap(out var members)) return new PropertyValue(Normal(members)).WithSecret(value.IsSecret);
        if (!value.TryGetArray(out var items)) return value;
        return new PropertyValue([.. items.Select(Normal).OrderBy(Order, StringComparer.Ordinal)]).WithSecret(value.IsSecret);
    }

    // A comment of no words is what Vercel answers where there is none.
    private static bool IsEmpty(string name, PropertyValue value) =>
        name == "comment" && value.TryGetString(out var text) && text.Length == 0;

    private static string Order(PropertyValue item)
    {
        if (item.TryGetString(out var text)) return text;
        return item.TryGetMap(out var members) ? Names.Select(members.Text).OfType<string>().FirstOrDefault() ?? "" : "";
    }
}
