using System.Text.RegularExpressions;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The file that is said to be Temporal's CLI: is it there, does it run, is it what it should be?</summary>
internal static partial class TemporalExecutable
{
    /// <summary>The first version whose development server knows every option that is needed.</summary>
    private const int OldestMajor = 1;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(4);

    /// <summary>The absolute path of a file that can be executed.</summary>
    /// <exception cref="TemporalServerException">There is none, or it is a folder, or not executable.</exception>
    public static string Locate(string file)
    {
        var path = Path.GetFullPath(file);
        if (Directory.Exists(path))
            throw new TemporalServerException($"'{path}' is a folder, not the executable of Temporal's CLI.", $"ls {path}");
        if (!File.Exists(path))
            throw new TemporalServerException(
                $"There is no file '{path}', which was named as Temporal's CLI.", "./pipai up --temporal \"$(command -v temporal)\"");
        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
            throw new TemporalServerException($"'{path}', which was named as Temporal's CLI, is not executable.", $"chmod +x {path}");
        if (ExecutableFormat.OfAnother(path) is { } other)
            throw new TemporalServerException(
                $"'{path}', which was named as Temporal's CLI, is built for {other}, and this is {ExecutableFormat.This}.");
        return path;
    }

    /// <summary>Asks it for its version, so that anything else than Temporal's CLI is known before it is given a database.</summary>
    /// <returns>Such as <c>temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)</c>.</returns>
    /// <exception cref="TemporalServerException">It does not answer, or not as Temporal's CLI.</exception>
    public static async Task<string> VersionOfAsync(string file, ProcessSpawner spawner, TimeProvider time, CancellationToken cancellation)
    {
        await using var asked = await WatchedProcess.StartAsync(DevServerCommand.Start(Locate(file), "--version"), spawner);
        try
        {
            await asked.Ended.WaitAsync(LongestAnswer, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new TemporalServerException(
                $"'{asked.CommandLine}' did not end within {LongestAnswer.TotalSeconds:0} s.{asked.Said}", $"{asked.CommandLine}");
        }

        if (asked.ExitCode != 0)
            throw new TemporalServerException(
                $"'{asked.CommandLine}' ended with exit code {asked.ExitCode}.{asked.Said}", asked.CommandLine);
        if (asked.Lines.Select(line => Version().Match(line)).FirstOrDefault(match => match.Success) is not { } version)
            throw new TemporalServerException(
                $"'{file}' is not Temporal's CLI: '{asked.CommandLine}' does not answer with its version.{asked.Said}", asked.CommandLine);
        return int.Parse(version.Groups["major"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) >= OldestMajor
            ? version.Value
            : throw new TemporalServerException(
                $"'{file}' is too old: it is {version.Value}, and its development server must be of version {OldestMajor}.0 or later.",
                asked.CommandLine);
    }

    [GeneratedRegex(@"^temporal version (?<major>\d{1,6})\.\d+[^\r\n]{0,100}", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}
