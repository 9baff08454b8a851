using System.Globalization;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// What an update that finds nothing to do costs beside the plan of the same stack: `pipai` as a user runs it, from cold, turn by turn, in
/// a
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
            await PipaiProcess.RunAsync(home, "up", "--yes", "--skip-verify", "--stack", stack);
            var (plans, updates) = (new List<double>(), new List<double>());
            for (var i = 0; i < runs; i++)
            {
                plans.Add((await PipaiProcess.RunAsync(home, "preview", "--stack", stack)).Seconds);
                updates.Add(
                    (await PipaiProcess.RunAsync(home, "up", "--yes", "--skip-verify", "--expect-no-changes", "--stack", stack)).Seconds);
            }

            var (plan, update) = (Median(plans), Median(updates));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stack}, medians of {runs} runs: preview {plan:0.00} s, up without changes {update:0.00} s, {update / plan:0.00} times "
                    + $"as long"));
            return update <= MostTimes * plan ? 0 : 1;
        }
        finally
        {
            await PipaiProcess.RunAsync(home, "destroy", "--yes", "--stack", stack);
            // `destroy` leaves nothing of a home with nothing else in it.
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        }
    }

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);
}
