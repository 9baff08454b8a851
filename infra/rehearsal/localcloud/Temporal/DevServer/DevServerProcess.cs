using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>One process of the development server from its start to its end, and the calls made to it.</summary>
internal sealed class DevServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly WatchedProcess process;
    private readonly PortReservation port;
    private readonly GrpcChannel channel;

    private DevServerProcess(WatchedProcess process, PortReservation port)
    {
        (this.process, this.port) = (process, port);
        channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port.Number}", new()
        {
            MaxReceiveMessageSize = null,
            HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true },
            DisposeHttpClient = true,
        });
    }

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Ends when it has.</summary>
    public Task Ended => process.Ended;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasEnded;

    /// <summary>How it ended, and its last lines.</summary>
    public string LastWords => $"its process {process.Id} ended with exit code {process.ExitCode}.{process.Said}";

    /// <summary>Starts the server on a port that nobody else is told of, and waits until it answers.</summary>
    /// <exception cref="TemporalServerException">It ended, or did not answer in time.</exception>
    public static async Task<DevServerProcess> StartAsync(
        string executable, DevServerDatabase database, ProcessSpawner spawner, TimeProvider time, CancellationToken cancellation)
    {
        var port = PortReservation.Choose(PortAllocator.FirstOfMachines, new HashSet<int>());
        try
        {
            var server = new DevServerProcess(
                await WatchedProcess.StartAsync(DevServerCommand.Serve(executable, port.Number, database.File), spawner), port);
            return await server.ReadyAsync(time, cancellation);
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Makes a call. What it throws carries the server's own status and details.</summary>
    public async Task<IMessage> CallAsync(MethodDescriptor method, IMessage request, CallOptions options) =>
        await channel.CreateCallInvoker().AsyncUnaryCall(WireMethods.Of(method), null, options, request);

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await process.DisposeAsync();
        port.Dispose();
    }

    private async Task<DevServerProcess> ReadyAsync(TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        try
        {
            while (!await AnswersAsync(time, cancellation))
            {
                if (process.HasEnded) throw await DiedAsync();
                if (time.GetElapsedTime(began) > LongestStart)
                    throw new TemporalServerException(
                        $"'{process.CommandLine}' did not answer within {LongestStart.TotalSeconds:0} s.{process.Said}");
                await Task.Delay(Pause, time, cancellation);
            }

            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    // What takes the connection and never answers must not block the start.
    private async Task<bool> AnswersAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var probe = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var limit = time.CreateTimer(_ => probe.Cancel(), null, LongestProbe, Timeout.InfiniteTimeSpan);
        try
        {
            await CallAsync(ServerMethods.Of("GetSystemInfo"), new GetSystemInfoRequest(), new(cancellationToken: probe.Token));
            return true;
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<TemporalServerException> DiedAsync()
    {
        await process.Ended;
        var unknown = process.Lines.FirstOrDefault(line => line.Contains("unknown flag", StringComparison.OrdinalIgnoreCase));
        return unknown is null
            ? new($"'{process.CommandLine}' ended with exit code {process.ExitCode} before it was ready.{process.Said}")
            : new(
                $"'{process.CommandLine}' is too old, or not Temporal's CLI: it does not know an option of 'server start-dev' that "
                    + $"version 1.0 has. It said: {unknown}");
    }
}
