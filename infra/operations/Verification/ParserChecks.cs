using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Has every parser that runs a slot that can work? Each is asked by name: the service's address is answered by whichever the proxy takes,
/// and that is one that is well.
/// </summary>
internal sealed class ParserChecks(PlatformOutputs outputs, PlatformAccess access, HttpClient http)
{
    /// <summary>Asks each of the machines.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(IEnumerable<FleetMachine> machines, CancellationToken cancellation)
    {
        var running = machines.Where(machine => machine.State == "started").ToList();
        var answers = await Task.WhenAll(running.Select(async machine => (machine.Region, Why: await WhyNotAsync(machine, cancellation))));
        return outputs.UnstructuredRegions.Where(entry => entry.Value > 0).Select(entry =>
        {
            var here = answers.Where(answer => answer.Region == entry.Key).ToList();
            var working = here.Count(answer => answer.Why is null);
            return new CheckResult(
                "parsing", $"parsers in {entry.Key} have a slot that can work", working >= entry.Value && working == here.Count,
                string.Join("; ", here.Select(answer => answer.Why).OfType<string>().Prepend($"{working} of {here.Count}")),
                $"./pipai logs --app {outputs.UnstructuredApp}")
            {
                Expected = $"{entry.Value}",
            };
        }).ToImmutableArray();
    }

    private async Task<string?> WhyNotAsync(FleetMachine machine, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, access.Reachable(outputs.UnstructuredHealth));
        request.Headers.Add("fly-force-instance-id", machine.Id);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            if (answer.IsSuccessStatusCode) return null;
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return $"{machine.Name} answers {(int)answer.StatusCode} {Short(text)}".TrimEnd();
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"{machine.Name} does not answer";
        }
    }

    private static string Short(string text) => (text.Length > 100 ? text[..100] + "…" : text).ReplaceLineEndings(" ").Trim();
}
