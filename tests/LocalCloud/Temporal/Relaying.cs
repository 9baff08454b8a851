using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// A cable between a worker and the service, that a test can cut: to the service it looks as if the worker's process was killed.
/// </summary>
internal sealed class Relaying : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource cut = new();
    private readonly ConcurrentBag<TcpClient> ends = [];
    private readonly string target;

    public Relaying(string target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Ends all connections; new ones are not taken.</summary>
    public async Task CutAsync()
    {
        await cut.CancelAsync();
        listener.Stop();
        foreach (var end in ends) end.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        listener.Dispose();
        cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var worker = await listener.AcceptTcpClientAsync(cut.Token);
                var service = new TcpClient();
                ends.Add(worker);
                ends.Add(service);
                await service.ConnectAsync(IPEndPoint.Parse(target), cut.Token);
                _ = worker.GetStream().CopyToAsync(service.GetStream(), cut.Token);
                _ = service.GetStream().CopyToAsync(worker.GetStream(), cut.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The cable is cut.
        }
    }
}
