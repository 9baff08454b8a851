using System.Diagnostics;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Do the four public endpoints answer with success?</summary>
internal sealed class EndpointChecks(PlatformOutputs outputs, PlatformAccess access, HttpClient http)
{
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        var results = new List<CheckResult>();
        foreach (var address in new[]
        {
            outputs.WorkersHealth,
            outputs.UnstructuredHealth,
            outputs.UnstructuredPerformance,
            outputs.FrontendHealth,
        })
            results.Add(await AnswersAsync(address, cancellation));
        return results;
    }

    private async Task<CheckResult> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        var name = $"{address} answers";
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(access.Reachable(address), cancellation);
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            return new CheckResult(
                "endpoints", name, response.IsSuccessStatusCode, $"{(int)response.StatusCode} in {took:0} ms", "./pipai status");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return new CheckResult("endpoints", name, false, exception.Message, "./pipai status");
        }
    }
}
