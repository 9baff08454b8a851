using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>Turns a planned step into the one that users see: secrets masked.</summary>
internal static class StepView
{
    public static Step Of(PlannedStep step) => new()
    {
        Op = step.Op,
        Urn = step.Urn,
        Type = (step.New ?? step.Old)!.Type,
        Name = (step.New ?? step.Old)!.Name,
        Parent = (step.New ?? step.Old)!.Parent,
        Custom = (step.New ?? step.Old)!.Custom,
        Provider = (step.New ?? step.Old)!.Provider,
        Old = step.Old is null ? null : MaskedResource.Of(step.Old),
        New = step.New is null ? null : MaskedResource.Of(step.New),
        Diffs = step.Change.Diffs,
        ReplaceKeys = step.Change.ReplaceKeys,
        DetailedDiff = step.Change.Details.IsEmpty || step.Old is null || step.New is null
            ? step.Change.Details
            : step.Change.Details.SetItems(step.Change.Details.Select(entry => KeyValuePair.Create(entry.Key, entry.Value with
            {
                Old = MaskedJson.At(entry.Value.InputDiff || step.Old.Outputs.Count == 0 ? step.Old.Inputs : step.Old.Outputs, entry.Key)
                    ?? MaskedJson.At(step.Old.Inputs, entry.Key),
                New = MaskedJson.At(step.New.Inputs, entry.Key),
            }))),
    };
}
