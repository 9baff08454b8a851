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

    /// <summary>The parts of the platform that are looked at; empty for all.</summary>
    public ImmutableArray<string> Areas { get; init; } = [];

    /// <summary>What there is to look at, in the order in which it is told.</summary>
    public static ImmutableArray<string> AllAreas { get; } =
        ["workers", "parsing", "capacity", "storage", "temporal", "canary", "frontend", "endpoints", "expiry", "surplus"];

    /// <summary>
    /// The results in a fixed order, whichever is known first: all are looked at together. A check that throws is a check that failed.
    /// </summary>
    /// <param name="progress">Is told each result as it is known, in that order; null where only the end counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ImmutableArray<CheckResult>> RunAsync(IProgress<CheckResult>? progress, CancellationToken cancellation)
    {
        using var http = access.VendorHttp();
        using var publicHttp = access.PublicHttp();
        var checks = new PlatformChecks(platform, time, (http, publicHttp)).All(Rotation(), cancellation)
            .Where(check => Areas.IsEmpty || Areas.Contains(check.Area))
            .OrderBy(check => AllAreas.IndexOf(check.Area))
            .Select(check => GuardedAsync(check.Area, check.RunAsync, cancellation)).ToList();
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var check in checks)
        {
            foreach (var found in await check)
            {
                var result = found.Fix is null ? found : found with
                {
                    Fix = platform.Command(found.Fix),
                    Adoption = found.Adoption is { } words ? platform.Commands(words) : null,
                };
                results.Add(result);
                progress?.Report(result);
            }
        }

        return results.ToImmutable();
    }

    /// <summary>Removes things that nobody declared, by their ids. What was declared cannot be named so.</summary>
    /// <returns>The ids that belong to nothing surplus; if there are any, nothing was removed.</returns>
    public async Task<ImmutableArray<string>> RemoveAsync(
        IReadOnlyCollection<string> ids, Func<ImmutableArray<SurplusThing>, Task<bool>> confirm, CancellationToken cancellation)
    {
        using var http = access.VendorHttp();
        var surplus = new List<SurplusThing>();
        foreach (var source in SurplusSources.Of(outputs, declared, access, new FlyFleet(http, access, time), http))
            surplus.AddRange((await source.FindAsync(cancellation)).Surplus);
        ImmutableArray<string> unknown = [.. ids.Where(id => !surplus.Exists(thing => thing.Id == id))];
        ImmutableArray<SurplusThing> things = [.. surplus.Where(thing => ids.Contains(thing.Id))];
        if (!unknown.IsEmpty || !await confirm(things)) return unknown;
        foreach (var thing in things) await thing.RemoveAsync(cancellation);
        return [];
    }

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
