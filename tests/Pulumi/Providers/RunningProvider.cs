using Grpc.Net.Client;
using PipAi.Pulumi.Tests.Processes;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Providers;

/// <summary>The test plugin as a process, and a client of it.</summary>
internal sealed class RunningProvider : IDisposable
{
    private readonly GrpcChannel channel;

    private RunningProvider(ChildProcess process, GrpcChannel channel)
    {
        Process = process;
        this.channel = channel;
        Client = new ResourceProvider.ResourceProviderClient(channel);
    }

    public ChildProcess Process { get; }

    public ResourceProvider.ResourceProviderClient Client { get; }

    public static async Task<RunningProvider> StartAsync(params string[] arguments)
    {
        var process = ChildProcess.Start(["run-provider", .. arguments], new Dictionary<string, string?>());
        var port = int.Parse((await process.Output.ReadLineAsync(TestContext.Current.CancellationToken))!);
        return new RunningProvider(process, GrpcChannel.ForAddress($"http://127.0.0.1:{port}"));
    }

    public void Dispose()
    {
        channel.Dispose();
        Process.Dispose();
    }
}
