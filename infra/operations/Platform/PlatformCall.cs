using System.Net;
using Amazon.Runtime;
using Temporalio.Exceptions;

namespace PipAi.Operations.Platform;

/// <summary>
/// The boundary to the vendors' clients. Each throws types of its own, and those of whatever it is made of; what leaves here is one, that
/// says what was asked. Only the client's call and the reading of its answer belong inside.
/// </summary>
internal static class PlatformCall
{
    /// <summary>Makes a call.</summary>
    /// <param name="what">What cannot be done when it fails, as the beginning of a sentence.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">The caller's: that it stopped is no failure.</param>
    /// <exception cref="PlatformCallException">It failed, whatever the client threw.</exception>
    public static async Task<T> MakeAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is not (PlatformCallException or WorkflowFailedException)
            && !cancellation.IsCancellationRequested)
        {
            throw new PlatformCallException(what, Why(exception), IsTimeout(exception), IsRefusal(exception), exception);
        }
    }

    private static string Why(Exception exception) => exception switch
    {
        OperationCanceledException => "no answer came in time",
        RpcException answer => $"{answer.Code}: {answer.Message}",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } answer => $"{code}: {answer.Message}",
        _ => exception.Message,
    };

    private static bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException or TimeoutException or RpcException { Code: RpcException.StatusCode.DeadlineExceeded };

    private static bool IsRefusal(Exception exception) => exception is
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }
        or AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }
        or RpcException { Code: RpcException.StatusCode.Unauthenticated or RpcException.StatusCode.PermissionDenied };
}
