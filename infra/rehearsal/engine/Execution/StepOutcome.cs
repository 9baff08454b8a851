using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>What a step came to.</summary>
/// <param name="Succeeded">Whether it did what it should.</param>
/// <param name="State">The resource after it; null when it is gone, or nothing is known of it.</param>
internal sealed record StepOutcome(bool Succeeded, ResourceState? State)
{
    /// <summary>It is out of the state and lives on: another entry stands for the same.</summary>
    public bool Spared { get; init; }
}
