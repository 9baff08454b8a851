using Amazon.S3.Model;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace PipAi.Benchmarks.Storage;

/// <summary>A list with a delimiter: it must cost what it returns, not what lies below (the column Ratio).</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 10, invocationCount: 20)]
public class ListBenchmarks
{
    private const int Prefixes = 4;
    private StorageServer server = null!;

    /// <summary>Writes the objects: below few, 4 prefixes of one key; below many, 4 of 2,500.</summary>
    [GlobalSetup]
    public async Task FillAsync()
    {
        server = await StorageServer.StartAsync(versioned: false);
        await server.FillAsync(Enumerable.Range(0, Prefixes).Select(i => $"few/{i}/k"));
        await server.FillAsync(Enumerable.Range(0, 10_000).Select(i => $"many/{i % Prefixes}/{i}"));
    }

    /// <summary>Deletes them.</summary>
    [GlobalCleanup]
    public async Task TidyAsync() => await server.DisposeAsync();

    /// <summary>4 prefixes with 4 keys.</summary>
    [Benchmark(Baseline = true)]
    public Task<int> ListAbove4() => ListAsync("few/");

    /// <summary>4 prefixes with 10,000 keys.</summary>
    [Benchmark]
    public Task<int> ListAbove10000() => ListAsync("many/");

    private async Task<int> ListAsync(string prefix) => (await server.Client.ListObjectsV2Async(new ListObjectsV2Request
    {
        BucketName = StorageServer.Bucket,
        Prefix = prefix,
        Delimiter = "/",
    })).CommonPrefixes.Count;
}
