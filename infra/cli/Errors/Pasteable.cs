namespace PipAi.Cli.Errors;

/// <summary>
/// The program names Pulumi's own commands, since it does not know who runs it. Here the same command is ours, and a person
/// without the Pulumi CLI must be able to paste it.
/// </summary>
internal static class Pasteable
{
    public static string Of(string message) => message.Replace("    pulumi config ", "    ./pipai config ", StringComparison.Ordinal);
}
