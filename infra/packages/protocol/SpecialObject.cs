using System.Collections.Immutable;
using System.Globalization;

namespace EmbeddedPulumi.Protocol;

/// <summary>Recognises special values by the signature in an object, on the wire and in state alike.</summary>
internal static class SpecialObject
{
    public static PropertyValue Recognise(PropertyMap map)
    {
        if (map.Get(Signatures.Key) is not { } mark) return map;
        var signature = (mark as PropertyValue.Text)?.Value;
        return signature switch
        {
            Signatures.Secret => new PropertyValue.Secret(Required(map, "a secret", "value")),
            Signatures.Asset => new PropertyValue.Asset(
                Text(map, "an asset", "text"), Text(map, "an asset", "path"), Text(map, "an asset", "uri"), Hash(map, "an asset")),
            Signatures.Archive => Archive(map),
            Signatures.Resource => Resource(map),
            Signatures.Output => Output(map),
            Signatures.Float => Float(map),
            _ => throw new PropertyFormatException($"An object has the unknown signature {mark}."),
        };
    }

    private static PropertyValue.Archive Archive(PropertyMap map)
    {
        var assets = map.Get("assets") switch
        {
            null or PropertyValue.Null => null,
            PropertyValue.Map { Entries: var entries } => entries,
            _ => throw new PropertyFormatException("'assets' of an archive is not an object."),
        };
        return new(assets, Text(map, "an archive", "path"), Text(map, "an archive", "uri"), Hash(map, "an archive"));
    }

    private static PropertyValue.Resource Resource(PropertyMap map)
    {
        const string what = "a resource reference";
        var id = map.Get("id") switch
        {
            null or PropertyValue.Null => null,
            PropertyValue.Text { Value: var text } => text,
            PropertyValue.Unknown or PropertyValue.Output { Value: null } => "",
            PropertyValue.Output { Value: PropertyValue.Text { Value: var text } } => text,
            _ => throw new PropertyFormatException("'id' of a resource reference is not a text."),
        };
        var urn = Text(map, what, "urn") ?? throw new PropertyFormatException("A resource reference has no 'urn'.");
        return new(urn, id, Text(map, what, "packageVersion") ?? "", Text(map, what, "name") ?? "", Text(map, what, "type") ?? "");
    }

    private static PropertyValue.Output Output(PropertyMap map)
    {
        var secret = map.Get("secret") switch
        {
            null => false,
            PropertyValue.Bool { Value: var truth } => truth,
            _ => throw new PropertyFormatException("'secret' of an output is not a truth value."),
        };
        var dependencies = map.Get("dependencies") switch
        {
            null => ImmutableArray<string>.Empty,
            PropertyValue.List { Items: var items } => ImmutableArray.CreateRange(items, Urn),
            _ => throw new PropertyFormatException("'dependencies' of an output is not a list."),
        };
        return new(map.Get("value"), secret, dependencies);

        static string Urn(PropertyValue item) => (item as PropertyValue.Text)?.Value
            ?? throw new PropertyFormatException("'dependencies' of an output holds something other than URNs.");
    }

    private static PropertyValue.Number Float(PropertyMap map)
    {
        var hex = Text(map, "a number", "value");
        return long.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            ? new PropertyValue.Number(BitConverter.Int64BitsToDouble(bits))
            : throw new PropertyFormatException($"'{hex}' is not a number: it must be 16 hex digits.");
    }

    private static string Hash(PropertyMap map, string what) => Text(map, what, "hash") ?? "";

    private static PropertyValue Required(PropertyMap map, string what, string key) =>
        map.Get(key) ?? throw new PropertyFormatException($"'{key}' of {what} is missing.");

    private static string? Text(PropertyMap map, string what, string key) => map.Get(key) switch
    {
        null or PropertyValue.Null => null,
        PropertyValue.Text { Value: var text } => text,
        _ => throw new PropertyFormatException($"'{key}' of {what} is not a text."),
    };
}
