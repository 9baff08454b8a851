using System.Runtime.Versioning;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Measured with no other test beside them: what they look at is the memory of the whole process.</summary>
[CollectionDefinition(nameof(ForwardingMemoryTests), DisableParallelization = true)]
public sealed class AloneWithItsMemory;

/// <summary>What is kept of a call that was handed on to Temporal's own server.</summary>
[Collection(nameof(ForwardingMemoryTests))]
[UnsupportedOSPlatform("windows")]
public sealed class ForwardingMemoryTests
{
    private const int Calls = 500;
    private const int Rounds = 6;

    [Fact]
    public async Task Nothing_is_kept_of_a_call_that_was_answered()
    {
        using var folder = new TemporaryFolder();
        await using var server = new ServedDevServer { Executable = FakeTemporal.Serving(folder) };
        await server.InitializeAsync();

        // A description of the method for each call, as it once was, is 1.8 kB in every round; caches grow in some of them.
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 300; round++) least = Math.Min(least, await GrowthAsync(server));
        Assert.InRange(least, long.MinValue, 300);
    }

    /// <summary>Bytes that are kept of a call.</summary>
    private static async Task<long> GrowthAsync(ServedDevServer server)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var call = 0; call < Calls; call++) await server.Client.CountWorkflowsAsync("");
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / Calls;
    }
}
