using System.Collections.Concurrent;
using System.Collections.Immutable;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi.Serialization;

/// <summary>Reads the generic types that an output may have: made once for each constructed type, then called directly.</summary>
internal abstract class GenericValue
{
    private static readonly ConcurrentDictionary<Type, GenericValue?> Known = new();

    private static readonly ImmutableDictionary<Type, Type> Readers = new Dictionary<Type, Type>
    {
        [typeof(Nullable<>)] = typeof(Optional<>),
        [typeof(ImmutableArray<>)] = typeof(List<>),
        [typeof(ImmutableDictionary<,>)] = typeof(Map<,>),
        [typeof(Union<,>)] = typeof(Either<,>),
        [typeof(Output<>)] = typeof(Nested<>),
    }.ToImmutableDictionary();

    /// <summary>The reader of a constructed generic type; null for any other type.</summary>
    public static GenericValue? Of(Type type) => Known.GetOrAdd(type, static type =>
        type.IsConstructedGenericType && Readers.TryGetValue(type.GetGenericTypeDefinition(), out var reader)
            ? (GenericValue)Activator.CreateInstance(reader.MakeGenericType(type.GenericTypeArguments))!
            : null);

    /// <summary>The value, or why it does not fit; null if it is of another kind altogether.</summary>
    public abstract (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context);

    private sealed class Optional<T> : GenericValue
        where T : struct
    {
        public override (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context) =>
            reader.Convert(value, typeof(T), context);
    }

    private sealed class List<T> : GenericValue
    {
        public override (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context) =>
            value is Wire.List { Items: var items }
                ? (ImmutableArray.CreateRange(items, item => (T)reader.ReadOrWarn(item, typeof(T), context)!), null)
                : null;
    }

    private sealed class Map<TKey, TValue> : GenericValue
    {
        public override (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context)
        {
            if (value is not Wire.Map { Entries: var entries } || typeof(TKey) != typeof(string)) return null;
            var result = ImmutableDictionary.CreateBuilder<string, TValue>();
            foreach (var (key, item) in entries)
            {
                if (!key.StartsWith("__", StringComparison.Ordinal))
                    result[key] = (TValue)reader.ReadOrWarn(item, typeof(TValue), context)!;
            }

            return (result.ToImmutable(), null);
        }
    }

    private sealed class Either<T0, T1> : GenericValue
    {
        public override (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context)
        {
            if (reader.Convert(value, typeof(T0), $"{context}.AsT0") is { Error: null } first)
                return (Union<T0, T1>.FromT0((T0)first.Value!), null);
            if (reader.Convert(value, typeof(T1), $"{context}.AsT1") is { Error: null } second)
                return (Union<T0, T1>.FromT1((T1)second.Value!), null);
            return null;
        }
    }

    private sealed class Nested<T> : GenericValue
    {
        public override (object? Value, string? Error)? Read(PropertyReader reader, Wire value, string context)
        {
            var (inner, error) = reader.Convert(value, typeof(T), context);
            return error is null ? (Output.Create((T)inner!), null) : (null, error);
        }
    }
}
