using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>Keeps what was secret secret, whatever a provider makes of the marks.</summary>
internal static class SecretPropagation
{
    /// <summary>Marks every property whose namesake in <paramref name="origin"/> holds a secret.</summary>
    public static PropertyMap Keep(PropertyMap answer, PropertyMap origin)
    {
        if (!origin.ContainsSecrets) return answer;
        return answer.Select((key, value) =>
            origin.Get(key) is { ContainsSecrets: true } && value is not PropertyValue.Null ? Mark(value, origin[key]) : value);
    }

    /// <summary>Marks the named top-level properties.</summary>
    public static PropertyMap Add(PropertyMap map, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (map.Get(key) is { } value and not PropertyValue.Secret) map = map.With(key, new PropertyValue.Secret(value));
        }

        return map;
    }

    /// <summary>Marks only the part that was secret where the shapes agree, so that the rest of an object stays readable.</summary>
    private static PropertyValue Mark(PropertyValue value, PropertyValue origin) => (value, origin) switch
    {
        (PropertyValue.Secret, _) => value,
        (_, PropertyValue.Secret) => new PropertyValue.Secret(value.WithoutSecrets()),
        (PropertyValue.Map map, PropertyValue.Map was) => new PropertyValue.Map(map.Entries.Select((key, item) =>
            was.Entries.Get(key) is { ContainsSecrets: true } mark ? Mark(item, mark) : item)),
        (PropertyValue.List list, PropertyValue.List was) when list.Items.Length == was.Items.Length =>
            new PropertyValue.List([.. list.Items.Zip(was.Items, (item, mark) => mark.ContainsSecrets ? Mark(item, mark) : item)]),
        _ when value.ContainsSecrets => value,
        _ => new PropertyValue.Secret(value),
    };
}
