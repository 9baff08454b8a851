using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Runs every check against the deployed platform, all of them whatever fails, and reports each as it ends.</summary>
internal sealed class Verifier(PlatformOutputs outputs, PlatformAccess access, TimeProvider time)
{
    /// <summary>The results in a fixed order; a check that throws is a check that failed.</summary>
    public async Task<ImmutableArray<CheckResult>> RunAsync(IProgress<CheckResult> progress, CancellationToken cancellation)
    {
        using var http = new HttpClient(DirectHttp.For(access.FlyApi)) { Timeout = TimeSpan.FromSeconds(10) };
        using var publicHttp = access.PublicHttp();
        var fleet = new FlyFleet(http, access);
        var machines = new MachineChecks(fleet);
        var storage = new StorageChecks(outputs, access, time);
        var checks = new List<(string Area, Func<Task<IEnumerable<CheckResult>>> Run)>
        {
            ("workers", () => machines.RunAsync("workers", outputs.WorkersApp, outputs.WorkerRegions, cancellation)),
            ("parsing", () => machines.RunAsync("parsing", outputs.UnstructuredApp, outputs.UnstructuredRegions, cancellation)),
            ("storage", () => storage.VersioningAsync(cancellation)),
            ("storage", () => storage.CanaryAsync(cancellation)),
            ("temporal", () => new PollerChecks(outputs, access, fleet).RunAsync(cancellation)),
            ("endpoints", () => new EndpointChecks(outputs, access, publicHttp).RunAsync(cancellation)),
        };
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var (area, run) in checks)
        {
            foreach (var result in await GuardedAsync(area, run, cancellation))
            {
                results.Add(result);
                progress.Report(result);
            }
        }

        return results.ToImmutable();
    }

    private static async Task<IEnumerable<CheckResult>> GuardedAsync(
        string area, Func<Task<IEnumerable<CheckResult>>> run, CancellationToken cancellation)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return [new CheckResult(area, $"{area} can be asked", false, exception.Message, "./pipai status")];
        }
    }
}
