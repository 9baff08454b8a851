using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>One mistake in a stack's settings.</summary>
/// <param name="Key">The setting, without its namespace.</param>
/// <param name="Text">What is wrong with which value, and what would be right; one sentence after the key.</param>
/// <param name="Arguments">What follows <c>pulumi config</c> in the command, or commands, that mend it.</param>
internal sealed record SettingProblem(string Key, string Text, ImmutableArray<string> Arguments);
