using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace PipAi.Providers.Fly.Images;

/// <summary>Runs the .NET SDK.</summary>
internal sealed class DotnetCommand(Func<string, string?> environment, string command = "dotnet")
{
    private const int LinesShown = 25;

    /// <summary>Runs it to its end and answers with what it printed.</summary>
    /// <param name="project">The project, by its full path.</param>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="variables">Added to the environment.</param>
    /// <param name="heard">Gets each line as it is printed.</param>
    /// <param name="cancellation">Ends it, and what it started.</param>
    /// <exception cref="BuildFailedException">It failed, or there is no SDK.</exception>
    public async Task<string> RunAsync(
        string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, Func<string, Task> heard,
        CancellationToken cancellation)
    {
        RequireHome(project);
        using var process = new Process { StartInfo = StartInfo(project, arguments, variables) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw NoSdk(project);
        }

        var output = ReadAsync(process.StandardOutput, heard);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var (said, complained) = (await output, await errors);
        if (process.ExitCode == 0) return said;
        if (complained.Contains("No .NET SDKs were found", StringComparison.Ordinal)) throw NoSdk(project);
        throw new BuildFailedException(
            $"The project '{project}' does not build (exit code {process.ExitCode}):\n{Essence(said + complained)}\n"
                + $"See it yourself:\n    dotnet publish {project}");
    }

    private static async Task<string> ReadAsync(StreamReader lines, Func<string, Task> heard)
    {
        var all = new StringBuilder();
        while (await lines.ReadLineAsync(CancellationToken.None) is { } line)
        {
            all.Append(line).Append('\n');
            await heard(line);
        }

        return all.ToString();
    }

    /// <summary>The SDK and NuGet keep things in the user's home, and where they cannot they end with a stack trace.</summary>
    private void RequireHome(string project)
    {
        if (OperatingSystem.IsWindows()) return;
        var (variable, home) = environment("DOTNET_CLI_HOME") is { Length: > 0 } named
            ? ("DOTNET_CLI_HOME", named) : ("HOME", environment("HOME"));
        if (string.IsNullOrEmpty(home)) return; // then the SDK asks the system
        try
        {
            Directory.CreateDirectory(Path.Combine(home, ".dotnet"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BuildFailedException(
                $"The image of '{project}' cannot be built: the .NET SDK needs a home folder that it can write to, and '{home}' ({variable}) is none: {refused.Message}\n"
                + "    export DOTNET_CLI_HOME=\"$(mktemp -d)\"");
        }
    }

    private ProcessStartInfo StartInfo(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(Executable(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        // What a surrounding build or test run set would lead this build astray.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no build process outlives the run
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return start;
    }

    private string Executable()
    {
        if (environment("DOTNET_HOST_PATH") is { Length: > 0 } host && File.Exists(host)) return host;
        var name = OperatingSystem.IsWindows() ? command + ".exe" : command;
        return environment("DOTNET_ROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, name))
            ? Path.Combine(root, name) : name;
    }

    private static BuildFailedException NoSdk(string project) => new(
        $"The image of '{project}' cannot be built: there is no .NET SDK on this machine, or 'dotnet' is not on PATH. Install .NET 10 "
            + $"and run again.\n"
        + "    https://dotnet.microsoft.com/download");

    private static string Essence(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        var shown = errors.Length > 0 ? errors.Take(LinesShown) : lines.TakeLast(LinesShown);
        return string.Join("\n", shown.Select(line => "    " + line));
    }
}
