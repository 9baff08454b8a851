using System.Diagnostics;
using System.Globalization;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// What an update that finds nothing to do costs beside the plan of the same stack: `pipai` as a user runs it, from cold, turn by turn, in a
/// rehearsal of its own. An update without changes starts no plugin, so it must not cost more than twice its plan.
/// </summary>
internal static class NoopRun
{
    private const double MostTimes = 2;

    /// <summary>Deploys a stack, measures, and destroys it; 1 when the ratio of the medians is too high.</summary>
    public static async Task<int> RunAsync(string stack, int runs)
    {
        var home = Directory.CreateTempSubdirectory("noop-").FullName;
        try
        {
            await PipaiAsync(home, "up", "--yes", "--skip-verify", "--stack", stack);
            var (plans, updates) = (new List<double>(), new List<double>());
            for (var i = 0; i < runs; i++)
            {
                plans.Add(await PipaiAsync(home, "preview", "--stack", stack));
                updates.Add(await PipaiAsync(home, "up", "--yes", "--skip-verify", "--expect-no-changes", "--stack", stack));
            }

            var (plan, update) = (Median(plans), Median(updates));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{stack}, medians of {runs} runs: preview {plan:0.00} s, up without changes {update:0.00} s, {update / plan:0.00} times as long"));
            return update <= MostTimes * plan ? 0 : 1;
        }
        finally
        {
            await PipaiAsync(home, "destroy", "--yes", "--stack", stack);
            // `destroy` leaves nothing of a home with nothing else in it.
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        }
    }

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private static async Task<double> PipaiAsync(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), "pipai"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PIPAI_HOME"] = home;
        var watch = Stopwatch.StartNew();
        using var pipai = Process.Start(start)!;
        var said = await Task.WhenAll(pipai.StandardOutput.ReadToEndAsync(), pipai.StandardError.ReadToEndAsync());
        await pipai.WaitForExitAsync();
        return pipai.ExitCode == 0
            ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"pipai {string.Join(' ', arguments)} ended with {pipai.ExitCode}:\n{string.Join('\n', said)}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "pipai"))) folder = folder.Parent ?? throw new InvalidOperationException("There is no checkout above this program.");
        return folder.FullName;
    }
}
