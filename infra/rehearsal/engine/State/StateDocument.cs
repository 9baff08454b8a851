namespace EmbeddedPulumi.Engine.State;

/// <summary>A checkpoint file or an export document, read once.</summary>
/// <param name="State">The state in it.</param>
/// <param name="HasDeployment">Whether it has one; an empty stack is kept without.</param>
/// <param name="IsSealed">Whether something in it is encrypted.</param>
internal sealed record StateDocument(StackState State, bool HasDeployment, bool IsSealed);
