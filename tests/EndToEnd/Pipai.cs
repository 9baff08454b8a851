using System.Diagnostics;
using System.Runtime.CompilerServices;
using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>Runs `./pipai` as a user does, with state and local clouds in a folder of its own.</summary>
internal sealed class Pipai : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Pipai(string? root = null) => Root = root ?? Repository;

    /// <summary>
    /// The executable of Temporal's own server on which `scripts/acceptance` runs all of these tests; null for our service.
    /// </summary>
    public string? Temporal { get; init; } = Environment.GetEnvironmentVariable("PIPAI_TEST_TEMPORAL") is { Length: > 0 } file
        ? file : null;

    /// <summary>The checkout that holds these tests.</summary>
    public static string Repository { get; } = FindRepository();

    public string Root { get; }

    /// <summary>The command line without its launcher: as machine code where that could be made.</summary>
    public static string Built =>
        ((string[])["ready", "bin/PipAi.Cli/debug"]).Select(folder => Path.Combine(Repository, ".artifacts", folder, "pipai")).First(
            File.Exists);

    /// <summary>
    /// Whether what is run is the build that looks for everything else in its checkout, not the one that has it beside itself.
    /// </summary>
    public bool IsApart { get; init; }

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
        var program = IsApart
            ? Path.Combine(Repository, ".artifacts", "bin", "PipAi.Cli", "debug", "pipai")
            : Root == Repository ? Path.Combine(Root, "pipai") : Built;
        var start = Command.Start(program, folder.Path, [.. arguments, .. TemporalServer(arguments)]);
        start.Environment["PIPAI_HOME"] = Home;
        start.Environment["PIPAI_ROOT"] = Root;
        start.Environment.Remove("PULUMI_STACK");
        // Nothing in a rehearsal may need them, or tell them anything.
        foreach (var name in (string[])["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
            start.Environment[name] = "http://127.0.0.1:1";
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        return start;
    }

    public void Dispose() => folder.Dispose();

    private string[] TemporalServer(string[] arguments) =>
        Temporal is not null && arguments is ["up", ..] or ["cloud", "start", ..] && !arguments.Contains("--temporal")
            ? ["--temporal", Temporal] : [];

    private static string FindRepository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
