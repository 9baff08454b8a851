using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace PipAi.Benchmarks.Storage;

/// <summary>A put of a key with many versions: it must cost what it costs with few (the column Ratio).</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 10, invocationCount: 20)]
public class VersionBenchmarks
{
    private StorageServer server = null!;

    /// <summary>Writes the versions.</summary>
    [GlobalSetup]
    public async Task FillAsync()
    {
        server = await StorageServer.StartAsync(versioned: true);
        await server.FillAsync(Enumerable.Repeat("few", 250).Concat(Enumerable.Repeat("many", 1_250)));
    }

    /// <summary>Deletes them.</summary>
    [GlobalCleanup]
    public async Task TidyAsync() => await server.DisposeAsync();

    /// <summary>Beside 250 versions.</summary>
    [Benchmark(Baseline = true)]
    public Task PutBeside250() => server.PutAsync("few", [1]);

    /// <summary>Beside 1,250 versions.</summary>
    [Benchmark]
    public Task PutBeside1250() => server.PutAsync("many", [1]);
}
