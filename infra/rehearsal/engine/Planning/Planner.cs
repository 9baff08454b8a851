using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>
/// Decides what becomes of one resource. Pure: the same input and the same answers give the same decision. Where it needs to
/// know something of the provider it says so, and is asked again with the answer.
/// </summary>
internal static class Planner
{
    public static Decision Decide(PlanningInput input, ProviderResponses answers)
    {
        var (old, goal) = (input.Old, input.Goal.State);
        if (!input.Targeted) return Untargeted(old, goal);
        if (!goal.Custom) return Component(input);

        var wanted = goal with
        {
            Inputs = old is null || input.Recreating ? goal.Inputs : IgnoredChanges.Apply(goal.Inputs, old.Inputs, goal.IgnoreChanges),
        };
        if (answers.Check is null) return new Decision.AskCheck(wanted, CheckOlds(input), Replacement: false);
        if (Problems(goal, answers.Check.Problems) is { } refused) return refused;

        var planned = wanted with { Inputs = answers.Check.Inputs };
        if (input.Recreating)
            return new Decision.Act([Marker(old, planned, Change.None), Step(StepOp.CreateReplacement, old, planned, Change.None)]);
        if (old is null) return new Decision.Act([Step(StepOp.Create, null, planned, Change.None)]);
        if (old.External || !old.Custom) return Replacement(input, planned, answers, Forced(old, planned, "id"));
        if (input.MustReplace is { } reason) return Replacement(input, planned, answers, Forced(old, planned, reason));
        if (old.PendingReplacement) return Replacement(input, planned, answers, Forced(old, planned, "id"));

        if (answers.Diff is null) return new Decision.AskDiff(old, planned.Inputs, goal.IgnoreChanges);
        var change = Change.Between(old, planned, answers.Diff);
        var warning = answers.Diff.Unavailable
            ? $"The provider of '{goal.Name}' cannot be configured before its inputs are known, so the plan may show a change that will "
                + $"not happen."
            : null;
        if (change.Replace) return Replacement(input, planned, answers, change, warning);
        return new Decision.Act([Step(change.Any ? StepOp.Update : StepOp.Same, old, planned, change)], warning);
    }

    private static Decision Untargeted(ResourceState? old, ResourceState goal) => old is null
        ? new Decision.Skip()
        : new Decision.Act([Step(StepOp.Same, old, old with { Urn = goal.Urn, Aliases = goal.Aliases }, Change.None)]);

    private static Decision.Act Component(PlanningInput input)
    {
        var (old, goal) = (input.Old, input.Goal.State);
        if (old is null) return new Decision.Act([Step(StepOp.Create, null, goal, Change.None)]);
        if (old.Custom) return (Decision.Act)Replacement(input, goal, ProviderResponses.None, Forced(old, goal, "id"));
        var change = Change.Between(old, goal, null) with { Replace = false };
        return new Decision.Act([Step(change.Any ? StepOp.Update : StepOp.Same, old, goal, change)]);
    }

    private static Decision Replacement(
        PlanningInput input, ResourceState planned, ProviderResponses answers, Change change, string? warning = null)
    {
        var old = input.Old!;
        if (old is { Protect: true, PendingReplacement: false } && planned.Protect)
        {
            return new Decision.Refuse([
                $"'{old.Name}' must be replaced ({string.Join(", ", change.ReplaceKeys)}), but it is protected. "
                + "Take off its 'protect' option in the program and run an update first, then change it."]);
        }

        if (planned.ImportId.Length > 0 && !input.Importing && !old.PendingReplacement)
        {
            return new Decision.Refuse([
                $"'{old.Name}' was imported, and must now be replaced ({string.Join(", ", change.ReplaceKeys)}). "
                + "Take off its 'import' option in the program, so that what is replaced is meant."]);
        }

        if (planned.Custom)
        {
            // Names that the provider chose for the predecessor must not be chosen again.
            if (answers.ReplacementCheck is null) return new Decision.AskCheck(input.Goal.State, PropertyMap.Empty, Replacement: true);
            if (Problems(planned, answers.ReplacementCheck.Problems) is { } refused) return refused;
            planned = planned with { Inputs = answers.ReplacementCheck.Inputs };
        }

        if (old.PendingReplacement)
            return new Decision.Act([Marker(old, planned, change), Step(StepOp.CreateReplacement, old, planned, change)], warning);
        var deleteFirst = (input.Goal.DeleteBeforeReplace ?? change.DeleteBeforeReplace) && old.Custom && !old.External;
        return new Decision.Act(
            deleteFirst
                ? [
                    Step(StepOp.DeleteReplaced, old, null, change),
                    Marker(old, planned, change),
                    Step(StepOp.CreateReplacement, null, planned, change),
                ]
                : [Step(StepOp.CreateReplacement, old, planned, change), Marker(old, planned, change)],
            warning);
    }

    private static PropertyMap CheckOlds(PlanningInput input) => input switch
    {
        { Recreating: true } or { Old.External: true } => PropertyMap.Empty,
        { Old: { } old } => old.Inputs,
        { Interrupted: { } inputs } => inputs,
        _ => PropertyMap.Empty,
    };

    private static Decision.Refuse? Problems(ResourceState goal, ImmutableArray<CheckProblem> problems) => problems.IsEmpty
        ? null
        : new Decision.Refuse([.. problems.Select(problem => problem.Property.Length == 0
            ? $"{goal.Type} '{goal.Name}' has a problem: {problem.Reason}"
            : $"{goal.Type} '{goal.Name}' has a problem with '{problem.Property}': {problem.Reason}")]);

    private static Change Forced(ResourceState old, ResourceState goal, string reason)
    {
        var details = PropertyDiff.Between(old.Inputs, goal.Inputs);
        return new Change
        {
            Any = true,
            Replace = true,
            ReplaceKeys = [reason],
            Diffs = [.. details.Keys.Select(path => PropertyPath.Parse(path).TopLevel).Distinct()],
            Details = details,
        };
    }

    private static PlannedStep Marker(ResourceState? old, ResourceState goal, Change change) => Step(StepOp.Replace, old, goal, change);

    private static PlannedStep Step(StepOp op, ResourceState? old, ResourceState? now, Change change) => new(op, old, now, change);
}
