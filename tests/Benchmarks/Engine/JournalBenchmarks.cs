using BenchmarkDotNet.Attributes;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Benchmarks.Engine;

/// <summary>The journal's own work in memory, nothing written: for each resource it must not grow with the number of the others.</summary>
[MemoryDiagnoser]
public class JournalBenchmarks
{
    private const int Looks = 100;
    private StackState state = StackState.Empty;

    /// <summary>How many resources.</summary>
    [Params(1_000, 5_000)]
    public int Resources { get; set; }

    /// <summary>Makes the state.</summary>
    [GlobalSetup]
    public void Prepare() => state = SampleState.Of(Resources);

    /// <summary>A destruction: each resource is looked for among the others, noted, and taken out.</summary>
    [Benchmark]
    public int Destroy()
    {
        var journal = new Journal(state, null);
        foreach (var resource in state.Resources.Reverse())
        {
            if (journal.RemoveIfShared(resource, null)) continue;
            var intent = journal.Begin("deleting", resource);
            journal.End(intent);
            journal.Remove(resource, null);
        }

        return journal.Current.Resources.Length;
    }

    /// <summary>
    /// The provider has another name now, to which all else refers; then a hundred states are put together, as for a hundred writes.
    /// </summary>
    [Benchmark]
    public int WritesAfterRename()
    {
        var journal = new Journal(state, null);
        var provider = state.Resources[0];
        journal.Add(provider with { Urn = provider.Urn + "-renamed" }, provider);
        var resources = 0;
        for (var i = 0; i < Looks; i++) resources = journal.Current.Resources.Length;
        return resources;
    }
}
