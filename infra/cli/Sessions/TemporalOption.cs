using System.CommandLine;
using PipAi.LocalCloud.Temporal.DevServer;

namespace PipAi.Cli.Sessions;

/// <summary>`--temporal`: which Temporal server a local cloud runs. It is remembered in the cloud's folder.</summary>
internal static class TemporalOption
{
    public static Option<string?> Create() => new("--temporal")
    {
        Description =
            $"Run the workflows on Temporal's own development server, of the CLI in this file; '{TemporalServer.Own}' is the local "
                + $"cloud's own service. "
                + "Default: what served before, else our own.",
        HelpName = "file",
    };
}
