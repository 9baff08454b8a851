using System.Diagnostics;
using System.Text;

namespace PipAi.EndToEnd.Tests;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    /// <summary>What it is called with, its streams redirected.</summary>
    public static ProcessStartInfo Start(string file, string folder, IEnumerable<string> arguments) => new(file, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Its answer.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<Outcome> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var line = $"{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)}";
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{line} did not end.\n{output}\n{errors}");
        }

        return new Outcome(line, process.ExitCode, output.ToString().TrimEnd(), errors.ToString().TrimEnd());
    }
}
