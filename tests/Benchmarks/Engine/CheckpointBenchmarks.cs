using BenchmarkDotNet.Attributes;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Benchmarks.Engine;

/// <summary>Writing and reading a whole state.</summary>
[MemoryDiagnoser]
public class CheckpointBenchmarks
{
    private readonly StackCiphers ciphers = new(() => "");
    private StackState state = StackState.Empty;
    private byte[] content = [];

    /// <summary>How many resources.</summary>
    [Params(1_000, 10_000)]
    public int Resources { get; set; }

    /// <summary>Makes the state and its file.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        state = SampleState.Of(Resources);
        content = Write(new CheckpointFormat(new SecretTexts()));
    }

    /// <summary>The first checkpoint of a run, which encodes everything.</summary>
    [Benchmark]
    public int WriteFirst() => Write(new CheckpointFormat(new SecretTexts())).Length;

    /// <summary>Reading it back.</summary>
    [Benchmark]
    public async Task<int> Read() => (await new CheckpointFormat(new SecretTexts()).ReadAsync(content, ciphers)).Resources.Length;

    private byte[] Write(CheckpointFormat format) =>
        format.WriteCheckpoint(state, "dev", "proj", () => throw new InvalidOperationException());
}
