using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using PipAi.Operations.Plans;

namespace PipAi.Cli.Ledgers;

/// <summary>A platform as the ledgers see it, before or after a plan.</summary>
/// <param name="Resources">What is declared.</param>
/// <param name="Usage">What it is used for; null where nothing is deployed, or an older program did not say it.</param>
internal sealed record PlannedPlatform(ImmutableArray<PlannedResource> Resources, Usage? Usage)
{
    /// <summary>What there is before the plan.</summary>
    public static PlannedPlatform Before(OperationResult plan) => new(
        Distinct(plan, step => step.Old),
        plan.Plan.Steps.FirstOrDefault(step => step.Type == TypeTokens.Stack)?.Old is { } stack ? UsageOf(stack.Outputs) : null);

    /// <summary>What there is after it.</summary>
    public static PlannedPlatform After(OperationResult plan) =>
        new(Distinct(plan, step => step.New), UsageOf(JsonSerializer.SerializeToElement(plan.Outputs)));

    private static ImmutableArray<PlannedResource> Distinct(OperationResult plan, Func<Step, MaskedResource?> side) =>
    [
        .. plan.Plan.Steps.Where(step => side(step) is not null).DistinctBy(step => step.Urn)
            .Select(step => new PlannedResource(step.Urn, step.Type, step.Name, side(step)!.Inputs)),
    ];

    private static Usage? UsageOf(JsonElement outputs) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty("usage", out _) ? Usage.Parse(outputs) : null;
}
