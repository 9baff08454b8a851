using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi.Experimental;

/// <summary>Property values of providers to and from the protocol's.</summary>
internal static class PropertyValueWire
{
    public static ImmutableDictionary<string, PropertyValue> Read(Struct? properties) =>
        PropertyWire.Decode(properties).ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value));

    public static Struct? Write(IDictionary<string, PropertyValue>? properties) => properties is null
        ? null
        : PropertyWire.Encode(PropertyMap.From(properties.Select(entry => KeyValuePair.Create(entry.Key, Write(entry.Value)))));

    public static PropertyValue Read(Wire value) => value switch
    {
        Wire.Null => PropertyValue.Null,
        Wire.Unknown => PropertyValue.Computed,
        Wire.Bool truth => new PropertyValue(truth.Value),
        Wire.Number number => new PropertyValue(number.Value),
        Wire.Text text => new PropertyValue(text.Value),
        Wire.List list => new PropertyValue(ImmutableArray.CreateRange(list.Items, Read)),
        Wire.Map map => new PropertyValue(map.Entries.ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value))),
        Wire.Asset asset => new PropertyValue(AssetWire.Read(asset)),
        Wire.Archive archive => new PropertyValue(AssetWire.Read(archive)),
        Wire.Secret secret => Read(secret.Value).WithSecret(true),
        Wire.Resource resource => new PropertyValue(
            new ResourceReference(new Urn(resource.Urn), ReadId(resource.Id), resource.PackageVersion)),
        Wire.Output output => Read(output.Value ?? Wire.Unknown.Value)
            .WithSecret(output.IsSecret)
            .WithDependencies([.. output.Dependencies.Select(urn => new Urn(urn))]),
        _ => throw new InvalidOperationException($"A property value of an unexpected kind: {value.GetType()}."),
    };

    public static Wire Write(PropertyValue value)
    {
        var plain = value.Match<Wire>(
            () => Wire.Null.Value,
            truth => truth,
            number => number,
            text => text,
            items => new Wire.List(ImmutableArray.CreateRange(items, Write)),
            entries => PropertyMap.From(entries.Select(entry => KeyValuePair.Create(entry.Key, Write(entry.Value)))),
            asset => asset.ToWire(),
            archive => archive.ToWire(),
            resource => new Wire.Resource(resource.URN, WriteId(resource.Id), resource.PackageVersion),
            () => Wire.Unknown.Value);
        if (!value.Dependencies.IsEmpty)
        {
            var urns = value.Dependencies.Select(urn => urn.ToString()).Order(StringComparer.Ordinal).ToImmutableArray();
            return new Wire.Output(plain is Wire.Unknown ? null : plain, value.IsSecret, urns);
        }

        return value.IsSecret ? new Wire.Secret(plain) : plain;
    }

    private static PropertyValue? ReadId(string? id) => id switch
    {
        null => null,
        "" => PropertyValue.Computed,
        _ => new PropertyValue(id),
    };

    private static string? WriteId(PropertyValue? id) => id is null ? null : id.TryGetString(out var text) ? text : "";
}
