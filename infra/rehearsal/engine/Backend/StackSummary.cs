namespace EmbeddedPulumi.Engine.Backend;

/// <summary>One line of the list of stacks.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Name">The stack's name.</param>
/// <param name="LastUpdate">When its state was last written; null when it never was.</param>
/// <param name="ResourceCount">How many resources it has; null when its state cannot be read.</param>
public sealed record StackSummary(string Project, string Name, DateTimeOffset? LastUpdate, int? ResourceCount);
