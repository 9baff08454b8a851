using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Immutable arrays of any element type.</summary>
internal static class ImmutableArrays
{
    private static readonly ConcurrentDictionary<Type, Func<object, bool>?> DefaultTests = new();

    private static readonly MethodInfo TestOfElement =
        typeof(ImmutableArrays).GetMethod(nameof(IsDefaultOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>True for an immutable array that was never given a value; reading it would throw.</summary>
    public static bool IsDefault(IList list) => DefaultTests.GetOrAdd(list.GetType(), static type =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? TestOfElement.MakeGenericMethod(type.GenericTypeArguments).CreateDelegate<Func<object, bool>>()
            : null)?.Invoke(list) ?? false;

    private static bool IsDefaultOf<T>(object list) => ((ImmutableArray<T>)list).IsDefault;
}
