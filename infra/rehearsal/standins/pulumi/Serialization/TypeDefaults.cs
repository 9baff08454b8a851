using System.Collections.Concurrent;

namespace Pulumi.Serialization;

/// <summary>What a type has where there is no value.</summary>
internal static class TypeDefaults
{
    private static readonly ConcurrentDictionary<Type, object?> Known = new();

    public static object? Of(Type type) => type.IsValueType ? Known.GetOrAdd(type, Activator.CreateInstance) : null;
}
