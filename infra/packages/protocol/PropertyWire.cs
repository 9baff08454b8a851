using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace EmbeddedPulumi.Protocol;

/// <summary>Property values to and from the form in which they travel: <c>google.protobuf.Struct</c>.</summary>
public static class PropertyWire
{
    /// <summary>Writes a map.</summary>
    public static Struct Encode(PropertyMap map) => Encode(map, WireOptions.All);

    /// <summary>Writes a map for a receiver that may not understand everything.</summary>
    public static Struct Encode(PropertyMap map, WireOptions options)
    {
        var result = new Struct();
        foreach (var (key, value) in map)
        {
            if (options.SkipNulls && value is PropertyValue.Null) continue;
            if (Encode(value, options) is { } encoded) result.Fields.Add(key, encoded);
        }

        return result;
    }

    /// <summary>Writes a value.</summary>
    public static Value? Encode(PropertyValue value) => Encode(value, WireOptions.All);

    /// <summary>Writes a value; null stands for a value that is left out, an unknown that the receiver does not understand.</summary>
    public static Value? Encode(PropertyValue value, WireOptions options)
    {
        return value switch
        {
            PropertyValue.Null => Value.ForNull(),
            PropertyValue.Bool truth => Value.ForBool(truth.Value),
            PropertyValue.Number number => Value.ForNumber(number.Value),
            PropertyValue.Text text => Value.ForString(text.Value),
            PropertyValue.List list => EncodeList(list.Items, options),
            PropertyValue.Map map => Value.ForStruct(Encode(map.Entries, options)),
            PropertyValue.Unknown => options.KeepUnknowns ? Value.ForString(Sentinels.Unknown) : null,
            PropertyValue.Secret secret => EncodeSecret(secret, options),
            PropertyValue.Asset asset => EncodeAsset(asset, options),
            PropertyValue.Archive archive => EncodeArchive(archive, options),
            PropertyValue.Resource resource => EncodeResource(resource, options),
            PropertyValue.Output output => options.KeepOutputs ? EncodeOutput(output, options) : Encode(output.Lowered, options),
            _ => throw new InvalidOperationException($"A property value of an unexpected kind: {value.GetType()}."),
        };
    }

    /// <summary>Reads a map; an absent one is empty.</summary>
    /// <exception cref="PropertyFormatException">A special value in it is malformed.</exception>
    public static PropertyMap Decode(Struct? source) => source is null || source.Fields.Count == 0
        ? PropertyMap.Empty
        : PropertyMap.From(source.Fields.Select(field => KeyValuePair.Create(field.Key, Decode(field.Value))));

    /// <summary>Reads a value.</summary>
    /// <exception cref="PropertyFormatException">A special value in it is malformed.</exception>
    public static PropertyValue Decode(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.None or Value.KindOneofCase.NullValue => PropertyValue.Null.Value,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StringValue => Sentinels.IsUnknown(value.StringValue) ? PropertyValue.Unknown.Value : value.StringValue,
        Value.KindOneofCase.ListValue => new PropertyValue.List([.. value.ListValue.Values.Select(Decode)]),
        Value.KindOneofCase.StructValue => SpecialObject.Recognise(Decode(value.StructValue)),
    };

    private static Value EncodeList(ImmutableArray<PropertyValue> items, WireOptions options)
    {
        var list = new ListValue();
        foreach (var item in items)
        {
            if (Encode(item, options) is { } encoded) list.Values.Add(encoded);
        }

        return new Value { ListValue = list };
    }

    private static Value? EncodeSecret(PropertyValue.Secret secret, WireOptions options)
    {
        var value = Encode(secret.Value, options);
        if (!options.KeepSecrets || value is null) return value;
        return Special(Signatures.Secret, ("value", value));
    }

    private static Value EncodeAsset(PropertyValue.Asset asset, WireOptions options)
    {
        if (options.ElideAssets) return Special(Signatures.Asset, ("hash", Optional(asset.Hash)));
        return Special(
            Signatures.Asset,
            ("hash", Optional(asset.Hash)),
            ("text", Optional(asset.Content)),
            ("path", Optional(asset.Path)),
            ("uri", Optional(asset.Uri)));
    }

    private static Value EncodeArchive(PropertyValue.Archive archive, WireOptions options)
    {
        if (options.ElideAssets) return Special(Signatures.Archive, ("hash", Optional(archive.Hash)));
        return Special(
            Signatures.Archive,
            ("hash", Optional(archive.Hash)),
            ("assets", archive.Assets is null ? null : Value.ForStruct(Encode(archive.Assets, options))),
            ("path", Optional(archive.Path)),
            ("uri", Optional(archive.Uri)));
    }

    private static Value? EncodeResource(PropertyValue.Resource resource, WireOptions options)
    {
        if (!options.KeepResources)
        {
            if (resource.Id is "") return Encode(PropertyValue.Unknown.Value, options);
            return Value.ForString(resource.Id ?? resource.Urn);
        }

        return Special(
            Signatures.Resource,
            ("urn", Value.ForString(resource.Urn)),
            ("id", resource.Id is null ? null : Value.ForString(resource.Id)),
            ("packageVersion", Optional(resource.PackageVersion)),
            ("name", Optional(resource.Name)),
            ("type", Optional(resource.Type)));
    }

    private static Value EncodeOutput(PropertyValue.Output output, WireOptions options)
    {
        var dependencies = output.Dependencies.Select(urn => (PropertyValue)urn);
        return Special(
            Signatures.Output,
            ("value", output.Value is null ? null : Encode(output.Value, options)),
            ("secret", output.IsSecret ? Value.ForBool(true) : null),
            ("dependencies", output.Dependencies.IsEmpty ? null : EncodeList([.. dependencies], options)));
    }

    private static Value? Optional(string? text) => string.IsNullOrEmpty(text) ? null : Value.ForString(text);

    private static Value Special(string signature, params ReadOnlySpan<(string Key, Value? Value)> fields)
    {
        var result = new Struct { Fields = { [Signatures.Key] = Value.ForString(signature) } };
        foreach (var (key, value) in fields)
        {
            if (value is not null) result.Fields.Add(key, value);
        }

        return Value.ForStruct(result);
    }
}
