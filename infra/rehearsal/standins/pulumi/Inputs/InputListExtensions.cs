namespace Pulumi;

/// <summary>Adds either case of a union to a list of unions.</summary>
public static class InputListExtensions
{
    /// <summary>Adds a value of the first case.</summary>
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value) =>
        list.Add(value.ToOutput().Apply(item => (Union<T0, T1>)item));

    /// <summary>Adds a value of the second case.</summary>
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T1> value) =>
        list.Add(value.ToOutput().Apply(item => (Union<T0, T1>)item));
}
