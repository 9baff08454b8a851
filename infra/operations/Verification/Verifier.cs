using System.Collections.Immutable;
using PipAi.Operations.Platform;
using PipAi.Operations.Surplus;

namespace PipAi.Operations.Verification;

/// <summary>Runs every check against the deployed platform, all of them whatever fails, and reports each as it ends.</summary>
/// <param name="platform">The platform.</param>
/// <param name="time">The clock.</param>
internal sealed class Verifier(DeployedPlatform platform, TimeProvider time)
{
    private readonly PlatformOutputs outputs = platform.Outputs;
    private readonly ImmutableArray<DeclaredResource> declared = platform.Declared;
    private readonly PlatformAccess access = platform.Access;

    /// <summary>The results in a fixed order; a check that throws is a check that failed.</summary>
    public async Task<ImmutableArray<CheckResult>> RunAsync(IProgress<CheckResult> progress, CancellationToken cancellation)
    {
        using var http = Http();
        using var publicHttp = access.PublicHttp();
        var fleet = new FlyFleet(http, access, time);
        var ours = declared.Where(resource => resource.Type == DeclaredResource.Machine).Select(resource => resource.Id).ToHashSet();
        var machines = new MachineChecks(fleet, ours);
        var storage = new StorageChecks(outputs, access, time);
        var checks = new List<(string Area, Func<Task<IEnumerable<CheckResult>>> Run)>
        {
            ("workers", () => machines.RunAsync("workers", outputs.WorkersApp, outputs.WorkerRegions, cancellation)),
            ("parsing", () => machines.RunAsync("parsing", outputs.UnstructuredApp, outputs.UnstructuredRegions, cancellation)),
            ("storage", () => storage.VersioningAsync(cancellation)),
            ("storage", () => storage.CanaryAsync(cancellation)),
            ("temporal", () => new PollerChecks(outputs, ours, Rotation()).RunAsync(access, fleet, time, cancellation)),
            ("canary", () => new CanaryChecks(outputs, access, time).RunAsync(cancellation)),
            ("endpoints", () => new EndpointChecks(outputs, access, publicHttp).RunAsync(cancellation)),
        };
        foreach (var source in SurplusSources.Of(outputs, declared, access, fleet, http))
            checks.Add(("surplus", () => new SurplusChecks(source).RunAsync(cancellation)));

        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var (area, run) in checks)
        {
            foreach (var found in await GuardedAsync(area, run, cancellation))
            {
                var result = found.Fix is null ? found : found with
                {
                    Fix = platform.Command(found.Fix),
                    Adoption = found.Adoption is { } words ? platform.Commands(words) : null,
                };
                results.Add(result);
                progress.Report(result);
            }
        }

        return results.ToImmutable();
    }

    /// <summary>Removes things that nobody declared, by their ids. What was declared cannot be named so.</summary>
    /// <returns>The ids that belong to nothing surplus; if there are any, nothing was removed.</returns>
    public async Task<ImmutableArray<string>> RemoveAsync(
        IReadOnlyCollection<string> ids, Func<ImmutableArray<SurplusThing>, Task<bool>> confirm, CancellationToken cancellation)
    {
        using var http = Http();
        var surplus = new List<SurplusThing>();
        foreach (var source in SurplusSources.Of(outputs, declared, access, new FlyFleet(http, access, time), http))
            surplus.AddRange((await source.FindAsync(cancellation)).Surplus);
        ImmutableArray<string> unknown = [.. ids.Where(id => !surplus.Exists(thing => thing.Id == id))];
        ImmutableArray<SurplusThing> things = [.. surplus.Where(thing => ids.Contains(thing.Id))];
        if (!unknown.IsEmpty || !await confirm(things)) return unknown;
        foreach (var thing in things) await thing.RemoveAsync(cancellation);
        return [];
    }

    private HttpClient Http() => new(DirectHttp.For(access.FlyApi)) { Timeout = TimeSpan.FromSeconds(10) };

    private string Rotation() =>
        declared.FirstOrDefault(
            resource => resource.Type == DeclaredResource.ApiKey && resource.Urn.EndsWith("-workers", StringComparison.Ordinal)) is { } key
            ? $"./pipai up --replace '{key.Urn}'"
            : "./pipai up";

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
