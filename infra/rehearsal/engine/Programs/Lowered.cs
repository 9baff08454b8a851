using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Takes output values apart: the engine keeps their values and marks, and has their dependencies already.</summary>
internal static class Lowered
{
    public static PropertyMap Of(PropertyMap map) => map.Values.Any(Holds) ? map.Select((_, value) => Of(value)) : map;

    private static PropertyValue Of(PropertyValue value) => value switch
    {
        PropertyValue.Output output => Of(output.Lowered),
        PropertyValue.Secret { Value: var inner } secret => Holds(inner) ? new PropertyValue.Secret(Of(inner)) : secret,
        PropertyValue.Map map => Holds(map) ? new PropertyValue.Map(Of(map.Entries)) : map,
        PropertyValue.List list => Holds(list) ? new PropertyValue.List([.. list.Items.Select(Of)]) : list,
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
