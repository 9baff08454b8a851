using System.Diagnostics;
using System.Text.Json;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Errors;

/// <summary>The command as a process, in a checkout that has a project file, a stack file and nothing else.</summary>
internal sealed class PipaiProcess : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PipaiProcess(string stackFile = "config: {}\n")
    {
        File.WriteAllText(folder["Pulumi.yaml"], "name: pip-ai\nruntime: dotnet\nconfig:\n  owner: { type: string, default: platform }\n");
        File.WriteAllText(folder["Pulumi.prod.yaml"], stackFile);
    }

    /// <summary>What PIPAI_HOME names; by default a folder of the checkout.</summary>
    public string? Home { get; init; }

    public string this[string name] => folder[name];

    public async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pipai"), arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["PIPAI_ROOT"], start.Environment["PIPAI_HOME"]) = (folder.Path, Home ?? folder["home"]);
        foreach (var name in (string[])["PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output).Replace(folder.Path, "<checkout>", StringComparison.Ordinal), (await errors).Replace(
            folder.Path, "<checkout>", StringComparison.Ordinal));
    }

    /// <summary>The error that a run with `--json` answers.</summary>
    public async Task<JsonElement> ErrorAsync(params string[] arguments)
    {
        var (exit, output, _) = await RunAsync([.. arguments, "--json"]);
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(exit, json.GetProperty("exitCode").GetInt32());
        return json.GetProperty("error");
    }

    public void Dispose() => folder.Dispose();
}
