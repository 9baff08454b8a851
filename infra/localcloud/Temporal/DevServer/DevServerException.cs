namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>Temporal's development server did not start, or ended.</summary>
public sealed class DevServerException : IOException
{
    /// <summary>Says what happened, and with which command line.</summary>
    /// <param name="commandLine">The command, as in a terminal.</param>
    /// <param name="what">What happened.</param>
    /// <param name="output">The last lines it wrote.</param>
    public DevServerException(string commandLine, string what, string output)
        : base($"'{commandLine}' {what}.{(output.Length > 0 ? "\n" + output : "")}")
    {
    }
}
