using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>The way of every call: faults first, then the gatekeeper, then the method, then faults that hit the answer.</summary>
internal sealed class RpcPipeline(
    RpcTable table, Authorizer gatekeeper, RpcFaults faults, ILogger<RpcPipeline> log, CancellationToken stopping)
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets calls in: until then they wait, because what they are about is still being read back.</summary>
    public void Open() => ready.TrySetResult();

    /// <summary>Answers one call.</summary>
    public async Task<IMessage> AnswerAsync(MethodDescriptor method, IMessage request, ServerCallContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await AnswerUnloggedAsync(method, request, context);
            log.LogDebug("{Method} OK in {Elapsed}", method.Name, Stopwatch.GetElapsedTime(began));
            return answer;
        }
        catch (RpcException error)
        {
            log.LogDebug("{Method} {Status} in {Elapsed}: {Detail}",
                method.Name, error.StatusCode, Stopwatch.GetElapsedTime(began), error.Status.Detail);
            throw;
        }
        catch (OperationCanceledException)
        {
            throw stopping.IsCancellationRequested
                ? RpcError.Of(StatusCode.Unavailable, "the local Temporal service is stopping")
                : RpcError.Of(StatusCode.Cancelled, "the caller gave up");
        }
        catch (Exception error)
        {
            log.LogError(error, "{Method} failed", method.FullName);
            throw RpcError.Of(StatusCode.Internal, $"{method.Name} failed in the local Temporal service: {error.Message}");
        }
    }

    private async Task<IMessage> AnswerUnloggedAsync(MethodDescriptor method, IMessage request, ServerCallContext context)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        await ready.Task.WaitAsync(cancelled.Token);
        var fault = await faults.MeetAsync(method, request, context, cancelled.Token);
        var caller = gatekeeper.Admit(method, request, context.RequestHeaders);
        var handler = table.Find(method) ?? throw RpcError.Unimplemented(method);
        var answer = await handler(request, new RpcCall(method, context, caller, cancelled.Token));
        faults.Leave(fault, context);
        return answer;
    }
}
