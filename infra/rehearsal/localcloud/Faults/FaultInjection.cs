using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PipAi.LocalCloud.Faults;

/// <summary>Applies a matched fault to an HTTP request; the vendor's service gives only the body of its refusals.</summary>
/// <param name="board">Where a hanging request learns that its fault is gone.</param>
/// <param name="time">Clock of the delays.</param>
public sealed class FaultInjection(FaultRegistry board, TimeProvider time)
{
    /// <summary>Serves the request as the fault demands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">What <see cref="FaultRegistry.Match"/> answered; null serves the request as it is.</param>
    /// <param name="serve">Carries the request out.</param>
    /// <param name="refuse">Writes the vendor's error body; status and Retry-After are already set.</param>
    public async Task PassAsync(HttpContext context, Fault? fault, Func<Task> serve, Func<FaultEffect.Status, Task> refuse)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(serve);
        ArgumentNullException.ThrowIfNull(refuse);
        switch (fault?.Effect)
        {
            case null:
                await serve();
                break;
            case FaultEffect.Dark:
                context.Abort();
                break;
            case FaultEffect.Hang:
                await board.UntilRemovedAsync(fault.Id, context.RequestAborted);
                await serve();
                break;
            case FaultEffect.Lag lag:
                await Task.Delay(lag.Delay, time, context.RequestAborted);
                await serve();
                break;
            case FaultEffect.Status status:
                context.Response.StatusCode = status.Code;
                if (status.RetryAfter is { } wait) context.Response.Headers.RetryAfter = $"{(int)wait.TotalSeconds}";
                await refuse(status);
                break;
            case FaultEffect.LoseAnswer:
                await ServeWithoutAnswerAsync(context, serve);
                break;
        }
    }

    private static async Task ServeWithoutAnswerAsync(HttpContext context, Func<Task> serve)
    {
        var body = context.Features.Get<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await serve();
        }
        finally
        {
            context.Features.Set(body);
            context.Abort();
        }
    }
}
