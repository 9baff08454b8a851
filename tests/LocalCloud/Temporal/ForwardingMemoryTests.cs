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
    private const int Calls = 800;

    [Fact]
    public async Task Nothing_is_kept_of_a_call_that_was_answered()
    {
        using var folder = new TemporaryFolder();
        await using var server = new ServedDevServer { Executable = FakeTemporal.Serving(folder) };
        await server.InitializeAsync();
        await CallAsync(server, Calls / 10);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await CallAsync(server, Calls);

        // A description of the method a call, as it once was, is 1.8 kB.
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Calls, long.MinValue, 300);
    }

    private static async Task CallAsync(ServedDevServer server, int calls)
    {
        for (var call = 0; call < calls; call++) await server.Client.CountWorkflowsAsync("");
    }
}
