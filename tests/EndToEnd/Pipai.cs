using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
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
        var outcome = await RunOnceAsync(arguments);
        Outcomes.Add(outcome);
        return outcome;
    }

    /// <summary>How a run is started, its streams redirected.</summary>
    public ProcessStartInfo Start(params string[] arguments)
    {
        // A changed checkout has nothing to build: its build output is this one's.
        var start = new ProcessStartInfo(Root == Repository ? Path.Combine(Root, "pipai") : Path.Combine(Root, ".artifacts/bin/PipAi.Cli/debug/pipai"))
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PIPAI_HOME"] = Home;
        start.Environment["PIPAI_ROOT"] = Root;
        start.Environment.Remove("PULUMI_STACK");
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        return start;
    }

    private async Task<Outcome> RunOnceAsync(string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        process.StandardInput.Close();
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"./pipai {string.Join(' ', arguments)} did not end.\n{output}\n{errors}");
        }

        return new Outcome(string.Join(' ', arguments), process.ExitCode, output.ToString().TrimEnd(), errors.ToString().TrimEnd());
    }

    public void Dispose() => folder.Dispose();

    private static string FindRepository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
