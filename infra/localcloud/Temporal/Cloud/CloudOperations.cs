using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>
/// Changes take time in Temporal Cloud: each is an operation that its caller polls until it is fulfilled. An operation is kept with
/// its request, so that one that was running when the service stopped is finished at the next start.
/// </summary>
internal sealed class CloudOperations(Turns turns, CloudAccount account, TimeSpan duration, OperationEffects effects)
{
    /// <summary>Answers polls.</summary>
    public void Register(RpcTable table) => table
        .On<GetAsyncOperationRequest, GetAsyncOperationResponse>(turns, ask => new()
        {
            AsyncOperation = account.State.Operations.GetValueOrDefault(ask.AsyncOperationId)?.Clone()
                ?? throw CloudAccount.Missing("async operation", ask.AsyncOperationId),
        });

    /// <summary>
    /// The operation that a request began before, if its caller repeats it: the same id with the same content is one change.
    /// </summary>
    /// <exception cref="RpcException">ALREADY_EXISTS: the id was used for something else.</exception>
    public AsyncOperation? Repeated(string operationId, IMessage request)
    {
        if (operationId.Length == 0 || account.State.Operations.GetValueOrDefault(operationId) is not { } known) return null;
        return known.OperationInput.Equals(Any.Pack(request))
            ? known.Clone()
            : throw RpcError.Of(StatusCode.AlreadyExists, $"async operation id '{operationId}' was used for another request");
    }

    /// <summary>Begins an operation. Its effect comes later, from its request.</summary>
    public AsyncOperation Begin(string operationId, IMessage request)
    {
        var operation = new AsyncOperation
        {
            Id = operationId.Length > 0 ? operationId : Guid.NewGuid().ToString("N"),
            OperationType = request.Descriptor.Name[..^"Request".Length],
            OperationInput = Any.Pack(request),
            State = AsyncOperation.Types.State.InProgress,
            CheckDuration = Duration.FromTimeSpan(duration),
            StartedTime = Timestamp.FromDateTimeOffset(turns.Now),
        };
        account.State.Operations.Add(operation.Id, operation);
        turns.AtEnd(account.Save);
        turns.After(duration, () => Finish(operation));
        return operation.Clone();
    }

    /// <summary>Finishes what was running when the service stopped.</summary>
    public void Resume()
    {
        foreach (var operation in account.State.Operations.Values.Where(operation => operation.FinishedTime is null).ToArray()) Finish(operation);
    }

    private void Finish(AsyncOperation operation)
    {
        operation.FinishedTime = Timestamp.FromDateTimeOffset(turns.Now);
        operation.State = AsyncOperation.Types.State.Fulfilled;
        effects.Apply(operation);
        turns.AtEnd(account.Save);
    }
}
