using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Entries = EmbeddedPulumi.Protocol.PropertyMap;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace PipAi.Plugins.Values;

/// <summary>Property values of providers to and from the protocol's.</summary>
internal static class PropertyValueWire
{
    public static PropertyMap Read(Struct? properties) =>
        PropertyWire.Decode(properties).ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value));

    public static Struct? Write(IDictionary<string, PropertyValue>? properties) => properties is null
        ? null
        : PropertyWire.Encode(Entries.From(properties.Select(entry => KeyValuePair.Create(entry.Key, Write(entry.Value)))));

    public static PropertyValue Read(Wire value) => value switch
    {
        Wire.Null => PropertyValue.Null,
        Wire.Unknown => PropertyValue.Computed,
        Wire.Bool truth => new PropertyValue(truth.Value),
        Wire.Number number => new PropertyValue(number.Value),
        Wire.Text text => new PropertyValue(text.Value),
        Wire.List list => new PropertyValue(ImmutableArray.CreateRange(list.Items, Read)),
        Wire.Map map => new PropertyValue(map.Entries.ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value))),
        Wire.Asset asset => new PropertyValue(asset),
        Wire.Archive archive => new PropertyValue(archive),
        Wire.Secret secret => Read(secret.Value).WithSecret(true),
        Wire.Resource resource => new PropertyValue(resource),
        Wire.Output output => Read(output.Value ?? Wire.Unknown.Value)
            .WithSecret(output.IsSecret)
            .WithDependencies([.. output.Dependencies]),
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
            entries => Entries.From(entries.Select(entry => KeyValuePair.Create(entry.Key, Write(entry.Value)))),
            asset => asset,
            archive => archive,
            resource => resource,
            () => Wire.Unknown.Value);
        if (!value.Dependencies.IsEmpty)
        {
            var urns = value.Dependencies.Order(StringComparer.Ordinal).ToImmutableArray();
            return new Wire.Output(plain is Wire.Unknown ? null : plain, value.IsSecret, urns);
        }

        return value.IsSecret ? new Wire.Secret(plain) : plain;
    }
}
