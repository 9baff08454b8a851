using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace PipAi.Benchmarks.Storage;

/// <summary>Content up and down, client and server in one process.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 10, invocationCount: 20)]
public class TransferBenchmarks
{
    private StorageServer server = null!;
    private byte[] content = [];

    /// <summary>The size in bytes.</summary>
    [Params(1 << 10, 1 << 20)]
    public int Size { get; set; }

    /// <summary>Writes what is read.</summary>
    [GlobalSetup]
    public async Task FillAsync()
    {
        server = await StorageServer.StartAsync(versioned: false);
        content = new byte[Size];
        new Random(1).NextBytes(content);
        await server.PutAsync("get", content);
    }

    /// <summary>Deletes it.</summary>
    [GlobalCleanup]
    public async Task TidyAsync() => await server.DisposeAsync();

    /// <summary>Up.</summary>
    [Benchmark]
    public Task Put() => server.PutAsync("put", content);

    /// <summary>Down.</summary>
    [Benchmark]
    public async Task Get()
    {
        using var answer = await server.Client.GetObjectAsync(StorageServer.Bucket, "get");
        await answer.ResponseStream.CopyToAsync(Stream.Null);
    }
}
