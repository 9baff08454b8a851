using System.Diagnostics;
using System.Runtime.CompilerServices;
using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>Runs `./pipai` as a user does, with state and local clouds in a folder of its own.</summary>
internal sealed class Pipai : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Pipai(string? root = null) => Root = root ?? Repository;

    /// <summary>The checkout that holds these tests.</summary>
    public static string Repository { get; } = FindRepository();

    public string Root { get; }

    /// <summary>What stands for `.pipai`.</summary>
    public string Home => folder["home"];

    /// <summary>What all runs so far answered.</summary>
    public List<Outcome> Outcomes { get; } = [];

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        var outcome = await Command.RunAsync(Start(arguments));
        Outcomes.Add(outcome);
        return outcome;
    }

    /// <summary>How a run is started, its streams redirected.</summary>
    public ProcessStartInfo Start(params string[] arguments)
    {
        // A changed checkout has nothing to build: its build output is this one's.
        var start = Command.Start(Root == Repository ? Path.Combine(Root, "pipai") : Path.Combine(Root, ".artifacts/bin/PipAi.Cli/debug/pipai"), folder.Path, arguments);
        start.Environment["PIPAI_HOME"] = Home;
        start.Environment["PIPAI_ROOT"] = Root;
        start.Environment.Remove("PULUMI_STACK");
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        return start;
    }

    public void Dispose() => folder.Dispose();

    private static string FindRepository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
