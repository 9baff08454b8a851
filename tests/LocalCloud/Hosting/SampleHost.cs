using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Tests.Hosting;

/// <summary>A local cloud in a process of its own, as the command line runs it, for tests that kill it.</summary>
internal static class SampleHost
{
    public static async Task<int> RunAsync(string directory)
    {
        await using var host = await LocalCloudHost.StartAsync(
            new LocalCloudOptions { Stack = "test", Directory = directory }, CancellationToken.None);
        await host.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}
