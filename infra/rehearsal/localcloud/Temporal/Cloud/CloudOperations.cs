using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>
/// Changes take time in Temporal Cloud: each is an operation that its caller polls until it is fulfilled. An operation is kept with
/// its request, so that one that was running when the service stopped is finished at the next start.
/// </summary>
internal sealed class CloudOperations(
    SerialExecutor executor, CloudAccount account, INamespaceBackend backend, TimeSpan duration, CancellationToken stopping)
{
    private readonly OperationEffects effects = new(executor, account);

    /// <summary>Answers polls.</summary>
    public void Register(RpcTable table) => table
        .On<GetAsyncOperationRequest, GetAsyncOperationResponse>(executor, ask => new()
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
            StartedTime = Timestamp.FromDateTimeOffset(executor.Now),
        };
        account.State.Operations.Add(operation.Id, operation);
        executor.AtEnd(_ => account.Save());
        executor.After(duration, () => _ = FinishAsync(operation));
        return operation.Clone();
    }

    /// <summary>Finishes what was running when the service stopped.</summary>
    public Task ResumeAsync()
    {
        var running = executor.Run(() => account.State.Operations.Values.Where(operation => operation.FinishedTime is null).ToArray());
        return Task.WhenAll(running.Select(FinishAsync));
    }

    private async Task FinishAsync(AsyncOperation operation)
    {
        var failure = await PrepareAsync(operation);
        executor.RunUnattended(() =>
        {
            operation.FinishedTime = Timestamp.FromDateTimeOffset(executor.Now);
            operation.State = failure is null ? AsyncOperation.Types.State.Fulfilled : AsyncOperation.Types.State.Failed;
            operation.FailureReason = failure ?? "";
            if (failure is null) effects.Apply(operation);
            else effects.Abandon(operation.Id);
            executor.AtEnd(_ => account.Save());
        });
    }

    /// <summary>Does what the workflow service behind must do; answers what went wrong with it.</summary>
    private async Task<string?> PrepareAsync(AsyncOperation operation)
    {
        try
        {
            if (operation.OperationInput.TryUnpack<CreateNamespaceRequest>(out var created))
                await backend.EnsureAsync($"{created.Spec.Name}.{CloudAccount.Id}", created.Spec, stopping);
            else if (operation.OperationInput.TryUnpack<UpdateNamespaceRequest>(out var updated))
                await backend.EnsureAsync(updated.Namespace, updated.Spec, stopping);
            else if (operation.OperationInput.TryUnpack<RenameCustomSearchAttributeRequest>(out var renamed))
                await backend.RenameAttributeAsync(
                    renamed.Namespace, renamed.ExistingCustomSearchAttributeName, renamed.NewCustomSearchAttributeName, stopping);
            else if (operation.OperationInput.TryUnpack<DeleteNamespaceRequest>(out var deleted))
                await backend.DeleteAsync(deleted.Namespace, stopping);
            return null;
        }
        catch (RpcException error)
        {
            return error.Status.Detail;
        }
        catch (Exception error)
        {
            // Nobody awaits an operation: whatever went wrong, who polls it is told.
            return error.Message;
        }
    }
}
