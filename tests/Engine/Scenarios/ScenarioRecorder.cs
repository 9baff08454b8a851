using PipAi.Testing;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Plays scenarios on the Pulumi CLI and keeps its answers: what <c>scripts/record-engine</c> does.</summary>
internal static class ScenarioRecorder
{
    /// <summary>Records every scenario whose title contains one of the texts, or all; returns the exit code.</summary>
    public static async Task<int> RecordAsync(string[] wanted, CancellationToken cancellation)
    {
        using var home = new TemporaryFolder();
        using var template = await StockTemplate.MakeAsync(home.Path, cancellation);
        var chosen = ScenarioFiles.All.Where(
            scenario => wanted.Length == 0 || wanted.Any(text => scenario.Title.Contains(text, StringComparison.OrdinalIgnoreCase)))
                .ToArray();
        var failures = 0;
        var gate = new Lock();
        await Parallel.ForEachAsync(
            chosen, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount + 1, CancellationToken = cancellation },
            async (scenario, end) =>
            {
                try
                {
                    scenario.Check();
                    var (answer, said) = await AnswerAsync(scenario, home.Path, template, end);
                    lock (gate) ScenarioFiles.KeepStock(scenario, answer, said, template.Version);
                }
#pragma warning disable CA1031 // The others are recorded all the same.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    Interlocked.Increment(ref failures);
                    await Console.Error.WriteLineAsync($"{scenario.Title}: {error}");
                }
            });
        Console.WriteLine($"{chosen.Length - failures} of {chosen.Length} recorded with pulumi {template.Version}.");
        return failures == 0 ? 0 : 1;
    }

    private static async Task<(string Answer, string Said)> AnswerAsync(
        Scenario scenario, string home, StockTemplate template, CancellationToken cancellation)
    {
        var (cloud, language) = (new ScenarioCloud(scenario.Cloud), new ScenarioLanguage());
        await using var server = await ScenarioServer.StartAsync(cloud, language);
        using var engine = new StockEngine(home, template, server.Address, language);
        var run = new ScenarioRun(scenario, cloud, engine);
        return (await run.PlayAsync(cancellation), run.Said);
    }
}
