using System.Diagnostics;
using System.Text.Json;
using EmbeddedPulumi.Engine.Context;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Live;

/// <summary>A stack as the Pulumi CLI knows it, whatever backend it is in: who deployed for real has the CLI and is logged in.</summary>
/// <param name="root">The checkout's folder.</param>
/// <param name="stack">The stack's name.</param>
/// <param name="variable">The value of an environment variable.</param>
internal sealed class PulumiStack(string root, string stack, Func<string, string?> variable)
{
    /// <summary>The outputs, secrets in clear.</summary>
    /// <exception cref="CliException">There is no Pulumi CLI, it knows no such stack, or it refused.</exception>
    public Task<JsonElement> OutputsAsync(CancellationToken cancellation) =>
        AskAsync(["stack", "output", "--json", "--show-secrets", "--stack", stack], cancellation);

    /// <summary>The state, secrets sealed.</summary>
    /// <inheritdoc cref="OutputsAsync"/>
    public Task<JsonElement> ExportAsync(CancellationToken cancellation) => AskAsync(["stack", "export", "--stack", stack], cancellation);

    private async Task<JsonElement> AskAsync(string[] arguments, CancellationToken cancellation)
    {
        var line = $"pulumi {string.Join(' ', arguments)}";
        using var process = Process.Start(Command(arguments))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        if (process.ExitCode != 0) throw Refused(line, process.ExitCode, await errors);
        try
        {
            using var document = JsonDocument.Parse(await output);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            // Never its text: it holds secrets in clear.
            throw new CliException(ExitCode.Error, $"`{line}` did not answer with JSON.", "pulumi version", exception);
        }
    }

    private ProcessStartInfo Command(string[] arguments)
    {
        var file = SearchPath.Folders(variable("PATH")).Select(folder => Path.Combine(folder, "pulumi")).FirstOrDefault(File.Exists)
            ?? throw new CliException(
                ExitCode.Configuration, "With --live the Pulumi CLI is asked what was deployed, and no `pulumi` is on PATH.",
                "curl -fsSL https://get.pulumi.com | sh");
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("--non-interactive");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private CliException Refused(string line, int exit, string errors)
    {
        var words = string.Join(' ', errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3));
        var code = words.Contains("no stack named", StringComparison.Ordinal) ? ExitCode.StackNotFound
            : Enum.IsDefined((ExitCode)exit) ? (ExitCode)exit : ExitCode.Error;
        return new CliException(
            code, $"The Pulumi CLI does not tell what stack '{stack}' has deployed: {words.TrimEnd('.')}.",
            code == ExitCode.StackNotFound ? "pulumi stack ls" : line.Replace(" --show-secrets", "", StringComparison.Ordinal));
    }
}
