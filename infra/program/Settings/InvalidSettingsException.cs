using System.Collections.Immutable;
using System.Text;
using PipAi.Infra.ExitCodes;
using Pulumi;

namespace PipAi.Infra.Settings;

/// <summary>
/// The stack's settings are wrong; the message lists every mistake and the command that mends it. Pulumi prints it without
/// a stack trace.
/// </summary>
internal sealed class InvalidSettingsException(string stack, ImmutableArray<SettingProblem> problems)
    : RunException(Describe(stack, problems)), IRefusal
{
    /// <inheritdoc/>
    public int ExitCode => 2;

    private static string Describe(string stack, ImmutableArray<SettingProblem> problems)
    {
        var message = new StringBuilder()
            .Append($"Pulumi.{stack}.yaml has {problems.Length} setting{(problems.Length == 1 ? "" : "s")} to fix:");
        foreach (var problem in problems)
        {
            message.Append($"\n  {SettingReader.Full(problem.Key)} {problem.Text}");
            foreach (var arguments in problem.Arguments) message.Append($"\n      pulumi config {arguments} --stack {stack}");
        }

        return message.ToString();
    }
}
