using System.Collections.Immutable;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi.Serialization;

/// <summary>
/// Turns property values from the engine into the types of a program. A value that does not fit its type becomes the type's
/// default and a warning: a program outlives small changes of a provider.
/// </summary>
/// <param name="warn">Takes the warnings.</param>
internal sealed class PropertyReader(Action<string> warn)
{
    /// <summary>Reads a value. A secret or unknown anywhere in it makes the whole secret or unknown.</summary>
    public static Resolved<object?> Read(
        Wire value, Type type, string context, ImmutableHashSet<IOrigin> resources, Action<string> warn)
    {
        var isKnown = !HasUnknown(value);
        var read = isKnown ? new PropertyReader(warn).ReadOrWarn(value, type, context) : null;
        return new Resolved<object?>(read, isKnown, value.ContainsSecrets, resources);
    }

    /// <summary>Reads a value into a type that is known at compile time.</summary>
    public static Resolved<T> Read<T>(Wire value, string context, ImmutableHashSet<IOrigin> resources, Action<string> warn)
    {
        var read = Read(value, typeof(T), context, resources, warn);
        return read.With(read.Value is null ? default! : (T)read.Value);
    }

    /// <summary>The value in plain types: texts, doubles, truth values, immutable arrays and dictionaries.</summary>
    public static Resolved<object?> ReadPlain(Wire value) => Read<object?>(value, "", [], _ => { });

    /// <summary>Reads a part of a value; one that does not fit is warned of.</summary>
    public object? ReadOrWarn(Wire value, Type type, string context)
    {
        var (result, error) = Convert(value, type, context);
        if (error is null) return result;
        warn(error);
        return TypeDefaults.Of(type);
    }

    /// <summary>Reads a part of a value, or says why it does not fit the type.</summary>
    public (object? Value, string? Error) Convert(Wire value, Type type, string context) => value switch
    {
        Wire.Secret secret => Convert(secret.Value, type, context),
        Wire.Output { Value: { } inner } => Convert(inner, type, context),
        Wire.Null => (TypeDefaults.Of(type), null),
        _ when type == typeof(object) => (Plain(value), null),
        Wire.Text text when type == typeof(string) => (text.Value, null),
        Wire.Bool truth when type == typeof(bool) => (truth.Value, null),
        Wire.Number number when type == typeof(double) => (number.Value, null),
        Wire.Number number when type == typeof(int) => ((int)number.Value, null),
        Wire.Number number when type.IsEnum => (Enum.ToObject(type, (int)number.Value), null),
        Wire.Asset asset when type.IsAssignableFrom(typeof(Asset)) => (AssetWire.Read(asset), null),
        Wire.Archive archive when type.IsAssignableFrom(typeof(Archive)) => (AssetWire.Read(archive), null),
        Wire.Resource resource when type == typeof(Resource) || type == typeof(CustomResource) =>
            (new DependencyResource(resource.Urn), null),
        _ when type == typeof(System.Text.Json.JsonElement) => (JsonValue.Of(value), null),
        _ => ConvertDeclared(value, type, context),
    };

    // A reference to a resource whose id is not known yet is itself known.
    private static bool HasUnknown(Wire value) => value switch
    {
        Wire.Unknown => true,
        Wire.Secret secret => HasUnknown(secret.Value),
        Wire.List list => list.Items.Any(HasUnknown),
        Wire.Map map => map.Entries.Any(entry => !IsInternal(entry.Key) && HasUnknown(entry.Value)),
        Wire.Output output => output.Value is null || HasUnknown(output.Value),
        _ => false,
    };

    // Keys such as __defaults belong to the provider.
    private static bool IsInternal(string key) => key.StartsWith("__", StringComparison.Ordinal);

    private static object? Plain(Wire value) => value switch
    {
        Wire.Text text => text.Value,
        Wire.Bool truth => truth.Value,
        Wire.Number number => number.Value,
        Wire.List list => ImmutableArray.CreateRange(list.Items, Plain),
        Wire.Map map => map.Entries.Where(entry => !IsInternal(entry.Key))
            .ToImmutableDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        Wire.Asset asset => AssetWire.Read(asset),
        Wire.Archive archive => AssetWire.Read(archive),
        Wire.Resource resource => new DependencyResource(resource.Urn),
        Wire.Secret secret => Plain(secret.Value),
        Wire.Output { Value: { } inner } => Plain(inner),
        _ => null,
    };

    private static (object? Value, string? Error) Mismatch(Wire value, Type type, string context) =>
        (null, $"Expected {type.FullName} but got {value.GetType().Name.ToLowerInvariant()} deserializing {context}");

    private (object? Value, string? Error) ConvertDeclared(Wire value, Type type, string context)
    {
        if (GenericValue.Of(type) is { } generic) return generic.Read(this, value, context) ?? Mismatch(value, type, context);
        if (EnumShape.Of(type) is { } choice)
        {
            var (underlying, error) = Convert(value, choice.Underlying, context);
            return error is null ? (choice.Make(underlying!), null) : (null, error);
        }

        if (OutputShape.Of(type) is not { } shape || value is not Wire.Map { Entries: var entries }) return Mismatch(value, type, context);
        var values = new object?[shape.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (name, parameterType) = shape.Parameters[i];
            var part = IsInternal(name) ? null : entries.Get(name);
            values[i] = ReadOrWarn(part ?? Wire.Null.Value, parameterType, $"{type.FullName}({name})");
        }

        return (shape.Make(values), null);
    }
}
