using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A struct with <see cref="EnumTypeAttribute"/>: how it is made from, and read as, a text or number.</summary>
internal sealed record EnumShape(Type Underlying, Func<object, object?> Read, Func<object, object> Make)
{
    private static readonly ConcurrentDictionary<Type, EnumShape?> Known = new();

    /// <summary>The shape of such a struct; null for any other type.</summary>
    /// <exception cref="InvalidOperationException">The struct lacks its constructor or its conversion.</exception>
    public static EnumShape? Of(Type type) => Known.GetOrAdd(type, static type =>
        type.IsValueType && type.GetCustomAttribute<EnumTypeAttribute>() is not null ? Find(type) : null);

    private static EnumShape Find(Type type)
    {
        var read = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]);
        if (read is null || (read.ReturnType != typeof(string) && read.ReturnType != typeof(double)))
        {
            throw new InvalidOperationException(
                $"Expected {type.FullName} to have an explicit conversion operator to String or Double.");
        }

        const BindingFlags anywhere = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var make = type.GetConstructor(anywhere, [read.ReturnType])
            ?? throw new InvalidOperationException(
                $"Expected {type.FullName} to have a constructor with a single {read.ReturnType.FullName} parameter.");
        return new EnumShape(read.ReturnType, value => read.Invoke(null, [value]), value => make.Invoke([value]));
    }
}
