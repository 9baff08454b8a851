using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>
/// Keeps a development server running: one that ends is noticed, its last lines are logged and told, and it is started again, after
/// growing pauses while it does not stay. Calls made meanwhile say so.
/// </summary>
/// <param name="start">Starts a process and makes it ready for calls.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where its ends and starts are written.</param>
internal sealed class SupervisedServer(Func<CancellationToken, Task<DevServerProcess>> start, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource stopping = new();
    private volatile DevServerProcess? running;
    private volatile string problem = "it was not started yet";
    private volatile int restarts;
    private Task watch = Task.CompletedTask;

    /// <summary>Starts it for the first time.</summary>
    /// <exception cref="TemporalServerException">It does not start.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var first = await start(cancellation);
        running = first;
        watch = WatchAsync(first);
    }

    /// <summary>Makes a call. What it throws carries the server's own status and details, or says that there is no server now.</summary>
    public async Task<IMessage> CallAsync(MethodDescriptor method, IMessage request, CallOptions options)
    {
        var server = running ?? throw Down();
        try
        {
            return await server.CallAsync(method, request, options);
        }
        catch (RpcException) when (running != server || server.HasEnded)
        {
            throw Down();
        }
    }

    /// <summary>What the status tells of it.</summary>
    public void Describe(JsonObject told)
    {
        (told["running"], told["processId"], told["restarts"]) = (running is not null, running?.Id, restarts);
        if (running is null) told["problem"] = problem;
    }

    /// <summary>Ends the server, and does not start it again.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watch;
        if (Interlocked.Exchange(ref running, null) is { } last) await last.DisposeAsync();
        stopping.Dispose();
    }

    private async Task WatchAsync(DevServerProcess server)
    {
        try
        {
            for (var pause = ShortestPause; ;)
            {
                var began = time.GetTimestamp();
                await server.Ended.WaitAsync(stopping.Token);
                Report($"{server.LastWords}");
                running = null;
                await server.DisposeAsync();
                if (time.GetElapsedTime(began) > Steady) pause = ShortestPause;
                (server, pause) = await AgainAsync(pause);
                running = server;
                restarts++;
                log.LogWarning("Temporal's development server runs again (process {Process}).", server.Id);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is to end with everything else.
        }
    }

    private async Task<(DevServerProcess Server, TimeSpan NextPause)> AgainAsync(TimeSpan pause)
    {
        while (true)
        {
            await Task.Delay(pause, time, stopping.Token);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            try
            {
                return (await start(stopping.Token), pause);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Report(exception.Message);
            }
        }
    }

    private void Report(string what)
    {
        problem = what;
        log.LogError("Temporal's development server is down and is started again: {Problem}", what);
    }

    private RpcException Down() =>
        RpcError.Of(StatusCode.Unavailable, $"Temporal's development server is down and is started again: {problem}");
}
