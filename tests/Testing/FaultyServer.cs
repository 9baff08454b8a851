using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PipAi.Testing;

/// <summary>
/// An HTTP server on a bare socket, which can misbehave below HTTP, too. One reaction to each request in turn; the last one stays.
/// </summary>
public sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Reaction[] reactions;
    private readonly Task accepting;
    private int next;

    /// <param name="reactions">At least one.</param>
    public FaultyServer(params Reaction[] reactions)
    {
        this.reactions = reactions;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What happens each time it has a request that it will not answer: the time for a limit to pass.</summary>
    public Action Hanging { get; init; } = () => { };

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>First lines of the requests so far, without their version.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    /// <summary>One request for each connection: what comes after a fault needs a new one anyway.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                if (await ReadAsync(socket) is not { } request) return;
                requests.Enqueue(request[..request.IndexOf(" HTTP/", StringComparison.Ordinal)]);
                switch (reactions[Math.Min(Interlocked.Increment(ref next), reactions.Length) - 1])
                {
                    case Reaction.Answer answer:
                        await socket.SendAsync(Encoding.UTF8.GetBytes(Text(answer)), end.Token);
                        socket.Shutdown(SocketShutdown.Send);
                        break;
                    case Reaction.Reset:
                        socket.LingerState = new LingerOption(enable: true, seconds: 0);
                        break;
                    default:
                        Hanging();
                        await Task.Delay(Timeout.Infinite, end.Token);
                        break;
                }
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private static string Text(Reaction.Answer answer) => string.Join("\r\n", [
        $"HTTP/1.1 {answer.Status} Scripted", .. answer.Headers, $"Content-Length: {Encoding.UTF8.GetByteCount(answer.Body)}",
        "Connection: close", "", answer.Body]);

    /// <summary>Reads a request to its end; null when the connection was closed before.</summary>
    private async Task<string?> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16_384];
        while (!IsWhole(text.ToString()))
        {
            var count = await socket.ReceiveAsync(buffer, end.Token);
            if (count == 0) return null;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static bool IsWhole(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        var body = text.Length - head - 4;
        var headers = text[..head].Split("\r\n");
        if (headers.Any(header => header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)))
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        var length = headers.FirstOrDefault(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || body >= int.Parse(length["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
