namespace Pulumi;

/// <summary>Adds either case of a union to a map of unions.</summary>
public static class InputMapExtensions
{
    /// <summary>Adds a value of the first case.</summary>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value) =>
        map.Add(key, value.ToOutput().Apply(item => (Union<T0, T1>)item));

    /// <summary>Adds a value of the second case.</summary>
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value) =>
        map.Add(key, value.ToOutput().Apply(item => (Union<T0, T1>)item));
}
