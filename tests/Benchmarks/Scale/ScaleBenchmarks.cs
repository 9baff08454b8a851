using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// Whole operations, with the start of the program and of the provider. The memory that BenchmarkDotNet shows is what the engine allocated;
/// <c>scale preview 10000</c> shows its peak.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 5)]
public class ScaleBenchmarks
{
    private ScaleStack empty = null!;
    private ScaleStack deployed = null!;

    /// <summary>How many machines.</summary>
    [Params(1_000, 10_000)]
    public int Machines { get; set; }

    /// <summary>Deploys one of the two stacks.</summary>
    [GlobalSetup(Target = nameof(UpWithoutChanges))]
    public async Task DeployAsync()
    {
        deployed = ScaleStack.ToDeploy(Machines);
        await deployed.UpAsync();
    }

    /// <summary>Makes the stack that nothing is deployed of.</summary>
    [GlobalSetup(Target = nameof(Preview))]
    public void Prepare() => empty = ScaleStack.ToPreview(Machines);

    /// <summary>Deletes both.</summary>
    [GlobalCleanup]
    public void Tidy()
    {
        empty?.Dispose();
        deployed?.Dispose();
    }

    /// <summary>The plan of a stack that nothing is deployed of.</summary>
    [Benchmark]
    public Task<int> Preview() => empty.PreviewAsync();

    /// <summary>An update that finds nothing to do.</summary>
    [Benchmark]
    public Task<int> UpWithoutChanges() => deployed.UpAsync();
}
