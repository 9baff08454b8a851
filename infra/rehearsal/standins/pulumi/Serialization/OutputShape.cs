using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A class with <see cref="OutputTypeAttribute"/>: how it is filled from an object, and read as one.</summary>
internal sealed class OutputShape
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, OutputShape?> Known = new();

    private readonly ConstructorInfo constructor;
    private readonly ImmutableArray<(string Name, FieldInfo Field)> fields;

    private OutputShape(ConstructorInfo constructor, ImmutableArray<(string Name, FieldInfo Field)> fields)
    {
        this.constructor = constructor;
        this.fields = fields;
        Parameters = [.. constructor.GetParameters().Select(parameter =>
            (parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!, parameter.ParameterType))];
    }

    /// <summary>The properties of the object, in the order of the constructor's parameters.</summary>
    public ImmutableArray<(string Name, Type Type)> Parameters { get; }

    /// <summary>The shape of such a class; null for any other type.</summary>
    /// <exception cref="InvalidOperationException">The class lacks its constructor.</exception>
    public static OutputShape? Of(Type type) => Known.GetOrAdd(type, static type =>
        type.GetCustomAttribute<OutputTypeAttribute>() is null ? null : new OutputShape(Constructor(type), Fields(type)));

    /// <summary>Fills an instance with values in the order of <see cref="Parameters"/>.</summary>
    public object Make(object?[] values) => constructor.Invoke(values);

    /// <summary>The instance as an object.</summary>
    public Dictionary<string, object?> Read(object value) => fields.ToDictionary(field => field.Name, field => field.Field.GetValue(value));

    private static ConstructorInfo Constructor(Type type)
    {
        var all = type.GetConstructors(Instance);
        return all.FirstOrDefault(constructor => constructor.GetCustomAttribute<OutputConstructorAttribute>() is not null)
            ?? all.Where(constructor => constructor.IsPublic).ToArray() switch
            {
                [var only] => only,
                _ => throw new InvalidOperationException(
                    $"{type.FullName} had [OutputTypeAttribute], but did not contain constructor marked with [OutputConstructorAttribute]."),
            };
    }

    private static ImmutableArray<(string Name, FieldInfo Field)> Fields(Type type) =>
        [.. type.GetFields(Instance).Where(field => field.IsInitOnly).Select(field => (CamelCase(field.Name), field))];

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
