using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A property of a resource class that is an output. Found once for each class.</summary>
/// <param name="Name">The output's name on the wire.</param>
/// <param name="Declaring">The class that declares the property.</param>
/// <param name="Open">Gives a resource's property an output that waits, and returns its slot.</param>
internal sealed record OutputProperty(string Name, Type Declaring, Func<IOrigin, OutputSlot> Open)
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<OutputProperty>> Known = new();

    private static readonly MethodInfo OpenerOfTypes =
        typeof(OutputProperty).GetMethod(nameof(Opener), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The output properties of a resource class.</summary>
    /// <exception cref="RunException">A property marked as output is none.</exception>
    /// <exception cref="InvalidOperationException">A property cannot be set.</exception>
    public static ImmutableArray<OutputProperty> Of(Type resource) => Known.GetOrAdd(resource, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let attribute = property.GetCustomAttribute<OutputAttribute>()
           where attribute is not null
           select From(type, property, attribute.Name ?? property.Name),
    ]);

    /// <summary>Opens the slots of a resource for the properties of a class: the resource's own, or one that it derives from.</summary>
    public static ImmutableDictionary<string, OutputSlot> OpenAll(IOrigin resource, Type type) =>
        Of(type).ToImmutableDictionary(property => property.Name, property => property.Open(resource));

    private static OutputProperty From(Type resource, PropertyInfo property, string name)
    {
        if (!property.PropertyType.IsConstructedGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
            throw RunException.OutputsHaveIncorrectType([name]);
        var declaring = property.DeclaringType!;
        var setter = declaring.GetProperty(property.Name)!.GetSetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"[Output] {resource.FullName}.{property.Name} did not have a 'set' method");
        var opener = OpenerOfTypes.MakeGenericMethod(declaring, property.PropertyType.GenericTypeArguments[0]);
        return new OutputProperty(name, declaring, opener.CreateDelegate<Func<MethodInfo, Func<IOrigin, OutputSlot>>>()(setter));
    }

    private static Func<IOrigin, OutputSlot> Opener<TResource, T>(MethodInfo setter)
        where TResource : IOrigin
    {
        var set = setter.CreateDelegate<Action<TResource, Output<T>>>();
        return resource =>
        {
            var slot = new OutputSlot<T>(resource);
            set((TResource)resource, slot.Output);
            return slot;
        };
    }
}
