using System.Diagnostics;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Do the four public endpoints answer with success?</summary>
internal sealed class EndpointChecks(PlatformOutputs outputs, PlatformAccess access, HttpClient http)
{
    /// <summary>After this an answer is too late for who waits for a page, and for Fly's health checks.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation) =>
        await Task.WhenAll(new[]
        {
            outputs.WorkersHealth,
            outputs.UnstructuredHealth,
            outputs.UnstructuredPerformance,
            outputs.FrontendHealth,
        }.Select(address => AnswersAsync(address, cancellation)));

    private async Task<CheckResult> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        var name = $"{address} answers";
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(access.Reachable(address), cancellation);
            var took = Stopwatch.GetElapsedTime(started);
            return Result(
                name, response.IsSuccessStatusCode && took <= Latest, $"{(int)response.StatusCode} in {took.TotalMilliseconds:0} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return Result(name, false, exception.Message);
        }
    }

    private static CheckResult Result(string name, bool passed, string found) => new("endpoints", name, passed, found, "./pipai status")
    {
        Expected = $"success within {Latest.TotalSeconds:0} s",
    };
}
