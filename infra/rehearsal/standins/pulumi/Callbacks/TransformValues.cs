using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>Inputs as transforms see them: plain values, and typed outputs where a value is secret, unknown or has dependencies.</summary>
internal static class TransformValues
{
    public static ImmutableDictionary<string, object?> Read(Struct? properties) =>
        PropertyWire.Decode(properties).ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value));

    public static async Task<Struct> WriteAsync(ImmutableDictionary<string, object?> properties)
    {
        var serialized = await new PropertySerializer(keepResources: true, keepOutputs: true)
            .SerializeAsync("Args", properties).ConfigureAwait(false);
        return PropertyWire.Encode(((Wire.Map)serialized).Entries);
    }

    public static object? Read(Wire value) => value switch
    {
        Wire.Output output => Output(output.Value, output.IsSecret, output.Dependencies),
        Wire.Secret secret => Output(secret.Value, true, []),
        Wire.Unknown => Output(null, false, []),
        Wire.List list => ImmutableArray.CreateRange(list.Items, Read),
        Wire.Map map => map.Entries.ToImmutableDictionary(entry => entry.Key, entry => Read(entry.Value)),
        _ => PropertyReader.ReadPlain(value).Value,
    };

    private static object Output(Wire? value, bool isSecret, ImmutableArray<string> dependencies)
    {
        ImmutableHashSet<IOrigin> resources = [.. dependencies.Select(urn => new DependencyResource(urn))];
        var known = value is null or Wire.Unknown ? null : Read(value);
        return known switch
        {
            string text => Typed(text),
            double number => Typed(number),
            bool truth => Typed(truth),
            ImmutableArray<object?> list => Typed(list),
            ImmutableDictionary<string, object?> map => Typed(map),
            _ => new Output<object?>(Task.FromResult(new Resolved<object?>(
                known, value is not (null or Wire.Unknown), isSecret, resources))),
        };

        Output<T> Typed<T>(T content) => new(Task.FromResult(new Resolved<T>(content, true, isSecret, resources)));
    }
}
