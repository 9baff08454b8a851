using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>Takes output values apart: the engine keeps their values and marks, and has their dependencies already.</summary>
internal static class OutputValues
{
    public static PropertyMap Unwrap(PropertyMap map) => map.Values.Any(Holds) ? map.Select((_, value) => Unwrap(value)) : map;

    private static PropertyValue Unwrap(PropertyValue value) => value switch
    {
        PropertyValue.Output output => Unwrap(output.Lowered),
        PropertyValue.Secret { Value: var inner } secret => Holds(inner) ? new PropertyValue.Secret(Unwrap(inner)) : secret,
        PropertyValue.Map map => Holds(map) ? new PropertyValue.Map(Unwrap(map.Entries)) : map,
        PropertyValue.List list => Holds(list) ? new PropertyValue.List([.. list.Items.Select(Unwrap)]) : list,
        _ => value,
    };

    private static bool Holds(PropertyValue value) => value switch
    {
        PropertyValue.Output => true,
        PropertyValue.Secret secret => Holds(secret.Value),
        PropertyValue.Map map => map.Entries.Values.Any(Holds),
        PropertyValue.List list => list.Items.Any(Holds),
        _ => false,
    };
}
