namespace PipAi.ProviderTesting.Processes;

/// <summary>What a plugin says of a change.</summary>
/// <param name="Changed">Whether there is one.</param>
/// <param name="Diffs">Properties that differ, with commas between.</param>
/// <param name="Replaces">Properties whose change replaces the resource.</param>
public sealed record PluginDifference(bool Changed, string Diffs, string Replaces);
