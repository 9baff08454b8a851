using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PipAi.Operations.Load;

/// <summary>A steady stream of HTTP requests to public addresses, as load balancers and browsers send them.</summary>
/// <param name="ask">Asks an address; whether it answered well.</param>
/// <param name="addresses">The addresses.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestLoad(
    Func<Uri, CancellationToken, Task<bool>> ask, ImmutableArray<Uri> addresses, TimeProvider time)
{
    private readonly ConcurrentQueue<Request> requests = new();

    /// <summary>What became of the requests so far, by address.</summary>
    public ImmutableArray<Traffic> Traffic =>
    [
        .. from address in addresses
           let mine = requests.Where(request => request.Address == address).ToList()
           select new Traffic(
               address, mine.Count, mine.Count(request => !request.Worked), Latencies.Of(mine.Select(request => request.Took))),
    ];

    /// <summary>How many were sent after a timestamp and have ended, and how many of them failed.</summary>
    public (int Sent, int Failed) Since(long timestamp)
    {
        var lately = requests.Where(request => request.Sent >= timestamp).ToList();
        return (lately.Count, lately.Count(request => !request.Worked));
    }

    /// <summary>Asks every address once per interval until <paramref name="stop"/>, then waits for the answers.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stop, CancellationToken abandon)
    {
        var asked = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                asked.AddRange(addresses.Select(address => AskAsync(address, abandon)));
                await Task.Delay(interval, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // No more requests.
        }

        await Task.WhenAll(asked);
    }

    private async Task AskAsync(Uri address, CancellationToken abandon)
    {
        var sent = time.GetTimestamp();
        bool worked;
        try
        {
            worked = await ask(address, abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            return;
        }

        requests.Enqueue(new Request(address, sent, worked, time.GetElapsedTime(sent)));
    }

    private sealed record Request(Uri Address, long Sent, bool Worked, TimeSpan Took);
}
