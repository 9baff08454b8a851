using PipAi.Plugins.Schema;

namespace PipAi.Providers.Vercel.Handlers;

/// <summary>Marks what the schema calls secret, so that state, plans and logs never show it, whatever the program says.</summary>
internal static class SchemaSecrets
{
    /// <summary>The properties with their marks.</summary>
    public static PropertyMap Put(PackageSchema package, ObjectSchema schema, PropertyMap properties) =>
        properties.ToImmutableDictionary(
            property => property.Key,
            property => schema.Properties.TryGetValue(property.Key, out var shape) ? Put(package, shape, property.Value) : property.Value);

    private static PropertyValue Put(PackageSchema package, PropertySchema shape, PropertyValue value)
    {
        if (value.IsNull || value.IsComputed) return value;
        if (shape.Secret) return value.WithSecret(true);
        if (shape is { Shape: PropertyShape.Object, TypeToken: { } token } && value.TryGetMap(out var members))
            return new PropertyValue(Put(package, package.Type(token), members)).WithSecret(value.IsSecret);
        if (shape.Items is { } item && value.TryGetArray(out var items))
            return new PropertyValue([.. items.Select(one => Put(package, item, one))]).WithSecret(value.IsSecret);
        return value;
    }
}
