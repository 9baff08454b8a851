using System.Buffers;
using System.Text.Json;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>Turns the engine's own records into what users see: secrets masked.</summary>
internal static class StepView
{
    // A "secret" that is written with this keeper leaves only the mask behind.
    private static readonly JsonElement NoProperties = JsonDocument.Parse("{}").RootElement;

    public static Step Of(PlannedStep step) => new()
    {
        Op = step.Op,
        Urn = step.Urn,
        Type = (step.New ?? step.Old)!.Type,
        Name = (step.New ?? step.Old)!.Name,
        Parent = (step.New ?? step.Old)!.Parent,
        Custom = (step.New ?? step.Old)!.Custom,
        Provider = (step.New ?? step.Old)!.Provider,
        Old = step.Old is null ? null : Of(step.Old),
        New = step.New is null ? null : Of(step.New),
        Diffs = step.Change.Diffs,
        ReplaceKeys = step.Change.ReplaceKeys,
        DetailedDiff = step.Change.Details.IsEmpty || step.Old is null || step.New is null
            ? step.Change.Details
            : step.Change.Details.SetItems(step.Change.Details.Select(entry => KeyValuePair.Create(entry.Key, entry.Value with
            {
                Old = At(entry.Value.InputDiff || step.Old.Outputs.Count == 0 ? step.Old.Inputs : step.Old.Outputs, entry.Key)
                    ?? At(step.Old.Inputs, entry.Key),
                New = At(step.New.Inputs, entry.Key),
            }))),
    };

    public static StepResource Of(ResourceState state) => new(state with
    {
        Inputs = Masked(state.Inputs),
        Outputs = Masked(state.Outputs),
        ReplacementTrigger = state.ReplacementTrigger is { } trigger ? Masked(trigger) : null,
    });

    public static JsonElement Json(PropertyMap map) => map.Count == 0 ? NoProperties : Json((PropertyValue)map);

    public static JsonElement Json(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer)) PropertyJson.Write(json, Masked(value), StateSecrets.Shown);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A value with every secret in it replaced by a text that says so.</summary>
    public static PropertyValue Masked(PropertyValue value) => !value.ContainsSecrets ? value : value switch
    {
        PropertyValue.Secret or PropertyValue.Output { IsSecret: true } => StepResource.Secret,
        PropertyValue.Output { Value: { } inner } => Masked(inner),
        PropertyValue.Map map => new PropertyValue.Map(map.Entries.Select((_, item) => Masked(item))),
        PropertyValue.List list => new PropertyValue.List([.. list.Items.Select(Masked)]),
        PropertyValue.Archive { Assets: { } assets } archive => archive with { Assets = assets.Select((_, item) => Masked(item)) },
        _ => value,
    };

    private static PropertyMap Masked(PropertyMap map) => map.ContainsSecrets ? map.Select((_, value) => Masked(value)) : map;

    private static JsonElement? At(PropertyMap map, string path)
    {
        PropertyValue? value = map;
        foreach (var segment in PropertyPath.Parse(path).Segments)
        {
            value = (value, segment) switch
            {
                (PropertyValue.Map inner, string key) => inner.Entries.Get(key),
                (PropertyValue.List inner, int index) => inner.Items.ElementAtOrDefault(index),
                (PropertyValue.Secret or PropertyValue.Unknown, _) => value,
                _ => null,
            };
        }

        return value is null ? null : Json(value);
    }
}
