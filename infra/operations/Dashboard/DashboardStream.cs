using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PipAi.Operations.Dashboard;

/// <summary>
/// Server-sent events, and a comment every 15 seconds: a link that died is noticed by its silence.
/// </summary>
internal sealed class DashboardStream(DashboardFeed feed, TimeProvider time)
{
    /// <summary>How long nothing may come.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task WriteAsync(HttpContext call, CancellationToken cancellation)
    {
        call.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        call.Response.ContentType = "text/event-stream; charset=utf-8";
        using var beat = new PeriodicTimer(Heartbeat, time);
        using var subscription = feed.Subscribe(call.Request.Headers["Last-Event-ID"].FirstOrDefault());
        // A page whose server was started again is there again after a second.
        await call.Response.WriteAsync("retry: 1000\n\n", cancellation);
        foreach (var message in subscription.First) await call.Response.WriteAsync(message.Text, cancellation);
        await call.Response.Body.FlushAsync(cancellation);
        var (next, silence) = (subscription.Next.WaitToReadAsync(cancellation).AsTask(), beat.WaitForNextTickAsync(cancellation).AsTask());
        while (true)
        {
            if (await Task.WhenAny(next, silence) == silence)
            {
                await silence;
                await call.Response.WriteAsync(": heartbeat\n\n", cancellation);
                silence = beat.WaitForNextTickAsync(cancellation).AsTask();
            }
            else
            {
                if (!await next) return;
                while (subscription.Next.TryRead(out var message)) await call.Response.WriteAsync(message.Text, cancellation);
                next = subscription.Next.WaitToReadAsync(cancellation).AsTask();
            }

            await call.Response.Body.FlushAsync(cancellation);
        }
    }
}
