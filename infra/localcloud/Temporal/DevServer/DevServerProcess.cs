using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Temporal.Cloud;
using Temporalio.Api.WorkflowService.V1;
using OperatorReflection = Temporalio.Api.OperatorService.V1.ServiceReflection;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>A running development server, and the calls made to it.</summary>
internal sealed class DevServerProcess : INamespaceBackend, IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly ServiceDescriptor Workflows = ServiceReflection.Descriptor.Services[0];
    private readonly ProcessSpawner spawner;
    private readonly LastLines output = new(20);
    private readonly GrpcChannel channel;
    private readonly string commandLine;
    private readonly Process process;

    private DevServerProcess(Process process, string commandLine, int port, ProcessSpawner spawner)
    {
        (this.process, this.commandLine, this.spawner) = (process, commandLine, spawner);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new() { MaxReceiveMessageSize = null });
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <exception cref="DevServerException">It ended, or did not answer in time.</exception>
    public static async Task<DevServerProcess> StartAsync(ProcessStartInfo command, int port, TimeProvider time, CancellationToken cancellation)
    {
        var commandLine = string.Join(' ', [command.FileName, .. command.ArgumentList]);
        var spawner = new ProcessSpawner();
        var server = new DevServerProcess(await spawner.StartAsync(command), commandLine, port, spawner);
        try
        {
            await server.UntilReadyAsync(time, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a call. What it throws carries the server's own status and details.</summary>
    public async Task<IMessage> CallAsync(MethodDescriptor method, IMessage request, CallOptions options) =>
        await channel.CreateCallInvoker().AsyncUnaryCall(WireMethods.Of(method), null, options, request);

    /// <inheritdoc/>
    public async Task CreateAsync(string namespaceId, int retentionDays, CancellationToken cancellation)
    {
        try
        {
            var request = new RegisterNamespaceRequest
            {
                Namespace = namespaceId,
                WorkflowExecutionRetentionPeriod = Duration.FromTimeSpan(TimeSpan.FromDays(retentionDays)),
            };
            await CallAsync(Workflows.FindMethodByName("RegisterNamespace"), request, new(cancellationToken: cancellation));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.AlreadyExists)
        {
            // An operation that was interrupted is finished at the next start.
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string namespaceId, CancellationToken cancellation)
    {
        try
        {
            var request = new Temporalio.Api.OperatorService.V1.DeleteNamespaceRequest { Namespace = namespaceId };
            await CallAsync(OperatorReflection.Descriptor.Services[0].FindMethodByName("DeleteNamespace"), request, new(cancellationToken: cancellation));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            // It is gone already.
        }
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        spawner.Dispose();
    }

    private async Task UntilReadyAsync(TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < LongestStart)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellation);
                throw new DevServerException(commandLine, $"ended with exit code {process.ExitCode} before it was ready", output.ToString());
            }
            try
            {
                await CallAsync(Workflows.FindMethodByName("GetSystemInfo"), new GetSystemInfoRequest(), new(cancellationToken: cancellation));
                return;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.Internal)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
            }
        }
        throw new DevServerException(commandLine, $"did not answer within {LongestStart.TotalSeconds} seconds", output.ToString());
    }
}
