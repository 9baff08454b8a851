using PipAi.Providers.TemporalCloud.Settings;
using Polly;
using Polly.Retry;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using OperationState = Temporalio.Api.Cloud.Operation.V1.AsyncOperation.Types.State;

namespace PipAi.Providers.TemporalCloud.Api;

/// <summary>
/// The Cloud Ops API through Temporalio's client. Changes are asynchronous operations that are polled to their end; calls that may
/// be repeated are repeated when the service is busy or does not answer. The connection is made at the first call: a preview makes none.
/// </summary>
internal sealed class CloudApi
{
    /// <summary>The API version whose fields are used here; the service asks for one in each call.</summary>
    private const string ApiVersion = "v0.15.0";

    /// <summary>A new thing may be invisible to its maker for about a minute.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(2);

    private readonly CloudSettings settings;
    private readonly TimeProvider time;
    private readonly TimeSpan callTimeout;
    private readonly Lazy<TemporalCloudOperationsClient> client;
    private readonly ResiliencePipeline retries;

    public CloudApi(CloudSettings settings, CloudProviderEnvironment surroundings)
    {
        this.settings = settings;
        (time, callTimeout) = (surroundings.Time, surroundings.CallTimeout);
        client = new Lazy<TemporalCloudOperationsClient>(Open);
        retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 6,
                ShouldHandle = arguments =>
                    ValueTask.FromResult(arguments.Outcome.Exception is RpcException { Code: var code } && IsTransient(code)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    TimeSpan.FromMilliseconds(
                        Math.Min(8000, 250 * Math.Pow(2, arguments.AttemptNumber)) * (0.5 + (surroundings.Random() / 2)))),
            })
            .Build();
    }

    /// <summary>Calls the API.</summary>
    /// <param name="purpose">What it is for, to complete “Temporal Cloud could not ...”.</param>
    /// <param name="call">The call. It is repeated when the outcome of the first try is unknown, so that a change needs an operation
    /// id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="CloudApiException">The service refused, failed or did not answer.</exception>
    public async Task<T> CallAsync<T>(string purpose, Func<CloudService, RpcOptions, Task<T>> call, CancellationToken cancellation)
    {
        if (settings.ApiKey is null)
            throw new InvalidOperationException(
                $"Temporal Cloud could not {purpose}: no API key is set. Set one and run again.\n    export TEMPORAL_CLOUD_API_KEY=<key>");
        try
        {
            return await retries.ExecuteAsync(
                async token =>
                {
                    try
                    {
                        return await call(
                            client.Value.CloudService, new RpcOptions { CancellationToken = token, Timeout = callTimeout, Retry = false });
                    }
                    catch (RpcException late) when (late.Code == RpcException.StatusCode.Cancelled && !token.IsCancellationRequested)
                    {
                        // The client's word for a call that took longer than it may.
                        throw new RpcException(
                            RpcException.StatusCode.DeadlineExceeded, $"no answer within {callTimeout.TotalSeconds:0} s", null);
                    }
                    catch (InvalidOperationException refused) when (refused.Message.StartsWith(
                        "Connection failed", StringComparison.Ordinal))
                    {
                        throw ConnectionFailure(refused.Message);
                    }
                },
                cancellation);
        }
        catch (RpcException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new CloudApiException(purpose, failure);
        }
    }

    /// <summary>Calls the API for something that may not exist.</summary>
    public async Task<T?> FindAsync<T>(string purpose, Func<CloudService, RpcOptions, Task<T>> call, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await CallAsync(purpose, call, cancellation);
        }
        catch (CloudApiException missing) when (missing.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Deletes something, and waits until it is gone; what is gone already is deleted.</summary>
    /// <exception cref="OperationFailedException">It failed, was cancelled or rejected, or took too long.</exception>
    public async Task DeleteAsync(
        string purpose, Func<CloudService, RpcOptions, Task<AsyncOperation>> call, CancellationToken cancellation)
    {
        try
        {
            await FinishAsync(purpose, await CallAsync(purpose, call, cancellation), cancellation);
        }
        catch (CloudApiException gone) when (gone.IsMissing)
        {
            // Somebody else deleted it, or it went with its owner.
        }
    }

    /// <summary>Waits until an operation has ended well.</summary>
    /// <exception cref="OperationFailedException">It failed, was cancelled or rejected, or took too long.</exception>
    public async Task FinishAsync(string purpose, AsyncOperation? operation, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (operation is { State: not OperationState.Fulfilled })
        {
            if (operation.State is OperationState.Failed or OperationState.Cancelled or OperationState.Rejected)
                throw new OperationFailedException(purpose, operation);
            if (time.GetElapsedTime(started) > settings.OperationTimeout)
                throw new OperationFailedException(purpose, operation, settings.OperationTimeout);
            var pause = operation.CheckDuration?.ToTimeSpan() ?? TimeSpan.FromSeconds(1);
            await Task.Delay(Clamp(pause, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10)), time, cancellation);
            operation = await PollAsync(operation.Id, cancellation);
        }
    }

    /// <summary>Waits until an operation that is known by its id only has ended well.</summary>
    public async Task AwaitAsync(string operationId, string purpose, CancellationToken cancellation) =>
        await FinishAsync(purpose, await PollAsync(operationId, cancellation), cancellation);

    /// <summary>Reads something that was just created, which may not be visible to its maker at once.</summary>
    public async Task<T> VisibleAsync<T>(string purpose, Func<CloudService, RpcOptions, Task<T>> call, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await CallAsync(purpose, call, cancellation);
            }
            catch (CloudApiException hidden) when (
                (hidden.IsMissing || hidden.Code == RpcException.StatusCode.PermissionDenied) && time.GetElapsedTime(started) < Visibility)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), time, cancellation);
            }
        }
    }

    private async Task<AsyncOperation> PollAsync(string id, CancellationToken cancellation)
    {
        var answer = await VisibleAsync(
            "read an operation",
            (service, options) => service.GetAsyncOperationAsync(new GetAsyncOperationRequest { AsyncOperationId = id }, options),
            cancellation);
        return answer.AsyncOperation;
    }

    private TemporalCloudOperationsClient Open() => TemporalCloudOperationsClient.CreateLazy(
        new TemporalCloudOperationsClientConnectOptions(settings.ApiKey!)
        {
            TargetHost = settings.Endpoint,
            Version = ApiVersion,
            Tls = settings.AllowInsecure ? new TlsOptions { Disabled = true } : new TlsOptions(),
        });

    // The client connects at its first call, and says only in words what became of it.
    private static RpcException ConnectionFailure(string said)
    {
        bool Says(string word) => said.Contains(word, StringComparison.OrdinalIgnoreCase);
        var code = Says("unauthenticated") ? RpcException.StatusCode.Unauthenticated
            : Says("permissiondenied") || Says("permission denied") ? RpcException.StatusCode.PermissionDenied
            : RpcException.StatusCode.Unavailable;
        return new RpcException(code, code == RpcException.StatusCode.Unavailable ? said : "the API key was refused", null);
    }

    private static bool IsTransient(RpcException.StatusCode code) =>
        code is RpcException.StatusCode.Unavailable or RpcException.StatusCode.DeadlineExceeded or RpcException.StatusCode.ResourceExhausted
            or RpcException.StatusCode.Internal;

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
