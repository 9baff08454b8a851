using System.Collections.Immutable;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>What the planner says: ask the provider this first, or do that.</summary>
internal abstract record Decision
{
    /// <summary>Ask the provider to check the goal's inputs.</summary>
    /// <param name="Goal">The resource with the inputs to check.</param>
    /// <param name="Olds">The old inputs.</param>
    /// <param name="Replacement">Whether this is the check of a replacement.</param>
    public sealed record AskCheck(ResourceState Goal, PropertyMap Olds, bool Replacement) : Decision;

    /// <summary>Ask the provider for the difference.</summary>
    public sealed record AskDiff(ResourceState Old, PropertyMap News, ImmutableArray<string> IgnoreChanges) : Decision;

    /// <summary>It cannot be done.</summary>
    public sealed record Refuse(ImmutableArray<string> Reasons) : Decision;

    /// <summary>It is not done, because this operation is about other resources.</summary>
    public sealed record Skip : Decision;

    /// <summary>Do this.</summary>
    /// <param name="Steps">The steps, in order.</param>
    /// <param name="Warning">Something to tell the user, or null.</param>
    public sealed record Act(ImmutableArray<PlannedStep> Steps, string? Warning = null) : Decision;
}

/// <summary>One step to carry out.</summary>
/// <param name="Op">What to do.</param>
/// <param name="Old">The resource before; null when there is none.</param>
/// <param name="New">The resource after, without what only the step can tell; null when it goes.</param>
/// <param name="Change">How they differ.</param>
internal sealed record PlannedStep(StepOp Op, ResourceState? Old, ResourceState? New, Change Change)
{
    public string Urn => (New ?? Old)!.Urn;

    /// <summary>It only completes a step that was told already, so that it is not told.</summary>
    public bool IsCompletion { get; init; }
}
