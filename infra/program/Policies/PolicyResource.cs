using System.Collections.Immutable;

namespace PipAi.Infra.Policies;

/// <summary>A resource as the program declared it.</summary>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its name in the program.</param>
/// <param name="Parent">Name of the component it belongs to; empty for the stack itself.</param>
/// <param name="IsProtected">Whether Pulumi refuses to delete it.</param>
/// <param name="DependsOn">The resources that the program says must be there first, each as <c>Class name</c>.</param>
/// <param name="Inputs">What it is made of; empty for a component.</param>
internal sealed record PolicyResource(
    string Type, string Name, string Parent, bool IsProtected, ImmutableArray<string> DependsOn, IReadOnlyDictionary<string, object> Inputs)
{
    /// <summary>An input by its path, such as <c>config.services</c>; null where there is none.</summary>
    public object? this[string path] => path.Split('.').Aggregate((object?)Inputs, Step);

    /// <summary>The items of a list of objects; none where there is no such input.</summary>
    public IEnumerable<IReadOnlyDictionary<string, object>> List(string path) => List(this[path]);

    /// <summary>The items of a list of objects.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, object>> List(object? value) =>
        value is IEnumerable<object> items ? items.OfType<IReadOnlyDictionary<string, object>>() : [];

    private static object? Step(object? value, string name) =>
        value is IReadOnlyDictionary<string, object> map && map.TryGetValue(name, out var child) ? child : null;
}
