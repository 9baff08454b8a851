using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A field or property of an args class that holds an input. Found once for each class.</summary>
internal sealed record InputMember(InputAttribute Attribute, string Name, Func<object, object?> Read)
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, ImmutableArray<InputMember>> Known = new();

    public static ImmutableArray<InputMember> Of(Type args) => Known.GetOrAdd(args, static type =>
    {
        var fields =
            from field in type.GetFields(Instance)
            let attribute = field.GetCustomAttribute<InputAttribute>()
            where attribute is not null
            select new InputMember(attribute, field.Name, field.GetValue);
        var properties =
            from property in type.GetProperties(Instance)
            let attribute = property.GetCustomAttribute<InputAttribute>()
            where attribute is not null
            select new InputMember(attribute, property.Name, property.GetValue);
        return [.. fields, .. properties];
    });
}
