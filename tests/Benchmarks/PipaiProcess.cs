using System.Diagnostics;

namespace PipAi.Benchmarks;

/// <summary>`pipai` as a user runs it, with a home of its own.</summary>
internal static class PipaiProcess
{
    /// <summary>Runs it to its end; answers its standard output and how long it took.</summary>
    /// <exception cref="InvalidOperationException">It failed; the text holds all that it said.</exception>
    public static async Task<(string Output, double Seconds)> RunAsync(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), "pipai"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PIPAI_HOME"] = home;
        var began = Stopwatch.GetTimestamp();
        using var pipai = Process.Start(start)!;
        var said = await Task.WhenAll(pipai.StandardOutput.ReadToEndAsync(), pipai.StandardError.ReadToEndAsync());
        await pipai.WaitForExitAsync();
        return pipai.ExitCode == 0
            ? (said[0], Stopwatch.GetElapsedTime(began).TotalSeconds)
            : throw new InvalidOperationException(
                $"pipai {string.Join(' ', arguments)} ended with {pipai.ExitCode}:\n{string.Join('\n', said)}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "pipai")))
            folder = folder.Parent ?? throw new InvalidOperationException("There is no checkout above this program.");
        return folder.FullName;
    }
}
