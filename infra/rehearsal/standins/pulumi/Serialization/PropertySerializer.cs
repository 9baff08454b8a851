using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Protocol;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what a program gave as input into property values, waiting for the outputs in it, and gathers the resources that
/// they come from.
/// </summary>
/// <param name="keepResources">The engine understands resource references; otherwise ids are sent.</param>
/// <param name="keepOutputs">The engine understands outputs with their dependencies: for remote components and methods.</param>
/// <param name="skipReferences">Resources that are referred to do not count as dependencies.</param>
internal sealed class PropertySerializer(bool keepResources, bool keepOutputs = false, bool skipReferences = false)
{
    /// <summary>The resources met so far.</summary>
    public HashSet<Resource> Resources { get; } = [];

    /// <exception cref="InvalidOperationException">A value of a type that cannot be sent; the message has its path.</exception>
    public ValueTask<Wire> SerializeAsync(string path, object? value) => value switch
    {
        null or ValueTuple => new(Wire.Null.Value),
        string text => new(text),
        bool truth => new(truth),
        int number => new(number),
        double number => new(number),
        InputArgs args => SerializeMapAsync(path, args.ToDictionary()),
        AssetOrArchive asset => new(asset.ToWire()),
        Task => throw new InvalidOperationException(
            $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{path}"),
        JsonText json => SerializeOutputAsync(path, JsonInput.From(json)),
        IInputCollection collection => SerializeOutputAsync(path, collection.Elements),
        IInput input => SerializeOutputAsync(path, input.ToOutput()),
        IOutput output => SerializeOutputAsync(path, output),
        IUnion union => SerializeAsync(path, union.Value),
        JsonElement json => new(FromJson(json)),
        CustomResource resource => SerializeCustomAsync(resource),
        ComponentResource resource => SerializeComponentAsync(resource),
        IDictionary dictionary => SerializeMapAsync(path, Entries(path, dictionary)),
        IList list => SerializeListAsync(path, list),
        _ => SerializeDeclaredAsync(path, value),
    };

    private static Dictionary<string, object?> Entries(string path, IDictionary dictionary)
    {
        var entries = new Dictionary<string, object?>(dictionary.Count);
        foreach (var key in dictionary.Keys)
        {
            var name = key as string
                ?? throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{path}");
            entries.Add(name, dictionary[key]);
        }

        return entries;
    }

    private static Wire FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => Wire.Null.Value,
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => new Wire.List([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => PropertyMap.From(
            json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, FromJson(property.Value)))),
    };

    /// <summary>An object; entries without a value do not exist.</summary>
    private async ValueTask<Wire> SerializeMapAsync(string path, IReadOnlyDictionary<string, object?> entries)
    {
        var result = new List<KeyValuePair<string, Wire>>(entries.Count);
        foreach (var (key, value) in entries)
        {
            var serialized = await SerializeAsync($"{path}.{key}", value).ConfigureAwait(false);
            if (serialized is not Wire.Null) result.Add(KeyValuePair.Create(key, serialized));
        }

        return PropertyMap.From(result);
    }

    private async ValueTask<Wire> SerializeListAsync(string path, IList list)
    {
        // An immutable array that was never given a value counts as empty.
        if (ImmutableArrays.IsDefault(list)) return new Wire.List(ImmutableArray<Wire>.Empty);
        var result = ImmutableArray.CreateBuilder<Wire>(list.Count);
        for (var i = 0; i < list.Count; i++) result.Add(await SerializeAsync($"{path}[{i}]", list[i]).ConfigureAwait(false));
        return new Wire.List(result.MoveToImmutable());
    }

    private async ValueTask<Wire> SerializeOutputAsync(string path, IOutput output)
    {
        var resolved = await output.ResolveAsync().ConfigureAwait(false);
        Resources.UnionWith(resolved.Resources.Cast<Resource>());

        // Inside an output nothing is sent as an output again: the outer one covers it.
        var inner = new PropertySerializer(keepResources, keepOutputs: false, skipReferences);
        Wire? value = resolved.IsKnown ? await inner.SerializeAsync(path, resolved.Value).ConfigureAwait(false) : null;
        Resources.UnionWith(inner.Resources);
        if (!keepOutputs) return value is null ? Wire.Unknown.Value : resolved.IsSecret ? new Wire.Secret(value) : value;

        var resources = resolved.Resources.Union(inner.Resources).Cast<Resource>().ToHashSet();
        if (value is not null && !resolved.IsSecret && resources.Count == 0) return value;
        var urns = await DependencyUrns.OfAsync(resources).ConfigureAwait(false);
        return new Wire.Output(value, resolved.IsSecret, [.. urns.Order(StringComparer.Ordinal)]);
    }

    private async ValueTask<Wire> SerializeCustomAsync(CustomResource resource)
    {
        Refer([resource]);
        var id = resource.Id is null ? null : await TextAsync(resource.Id).ConfigureAwait(false);
        if (!keepResources) return id is null ? Wire.Null.Value : id.Length == 0 ? Wire.Unknown.Value : id;
        return new Wire.Resource(await TextAsync(resource.Urn).ConfigureAwait(false), id);
    }

    private async ValueTask<Wire> SerializeComponentAsync(ComponentResource resource)
    {
        var urn = await TextAsync(resource.Urn).ConfigureAwait(false);
        return keepResources ? new Wire.Resource(urn, null) : urn;
    }

    /// <summary>A resource's id or URN, empty while it is unknown.</summary>
    private async ValueTask<string> TextAsync(Output<string> output)
    {
        var resolved = await output.Resolution.ConfigureAwait(false);
        Refer(resolved.Resources);
        return resolved.IsKnown ? resolved.Value : "";
    }

    private void Refer(ImmutableHashSet<IOrigin> resources)
    {
        if (!keepResources || !skipReferences) Resources.UnionWith(resources.Cast<Resource>());
    }

    private async ValueTask<Wire> SerializeDeclaredAsync(string path, object value)
    {
        var type = value.GetType();
        if (type.IsEnum && Enum.GetUnderlyingType(type) == typeof(int)) return (int)value;
        if (EnumShape.Of(type) is { } shape) return await SerializeAsync(path, shape.Read(value)).ConfigureAwait(false);
        if (OutputShape.Of(type) is { } output) return await SerializeMapAsync(path, output.Read(value)).ConfigureAwait(false);
        throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{path}");
    }
}
