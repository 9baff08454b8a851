using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status.Sources;

/// <summary>The four public addresses, every five seconds, all at once.</summary>
/// <param name="outputs">The platform.</param>
/// <param name="access">How it is reached.</param>
/// <param name="http">A client for public addresses.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointSource(PlatformOutputs outputs, PlatformAccess access, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private ImmutableArray<(string Name, Uri Address)> Addresses =>
    [
        ("frontend", outputs.FrontendHealth), ("workers", outputs.WorkersHealth), ("parsing", outputs.UnstructuredHealth),
        ("parsing statistics", outputs.UnstructuredPerformance),
    ];

    public StatusSource Of(string name) => new(name, Period, async cancellation =>
    {
        var answers = await Task.WhenAll(Addresses.Select(address => AskAsync(address.Name, address.Address, cancellation)));
        return status => status with
        {
            Endpoints = [.. answers.Select(now => now.After(status.Endpoints.FirstOrDefault(one => one.Name == now.Name)))],
        };
    });

    private async Task<EndpointSnapshot> AskAsync(string name, Uri address, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        try
        {
            using var response = await http.GetAsync(access.Reachable(address), cancellation);
            return new(name, address, (int)response.StatusCode, time.GetElapsedTime(started));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return new(name, address, null, time.GetElapsedTime(started))
            {
                Error = exception is TaskCanceledException ? "no answer in time" : exception.Message,
            };
        }
    }
}
