using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Drills;

/// <summary>
/// Kills a Fly region under load and measures: how long until documents flow again, how many were lost, how long until the
/// region is back. The fault is always taken back, also when the drill is cancelled or fails.
/// </summary>
internal sealed class RegionDrill(
    PlatformOutputs outputs,
    IRegionFault fault,
    Func<CancellationToken, Task<ImmutableArray<FleetMachine>>> machines,
    Func<string, byte[], CancellationToken, Task> process,
    TimeProvider time)
{
    private const int WarmUpDocuments = 3;
    private const int DocumentsThatProveRecovery = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RestorationTimeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs the drill.</summary>
    /// <exception cref="DrillNotPossibleException">The region has no worker, or documents did not complete before the fault.</exception>
    public async Task<DrillReport> RunAsync(string region, IProgress<string> progress, CancellationToken cancellation)
    {
        RequireDeclared(region);
        var target = outputs.Targets.Region;
        var load = new DocumentLoad(process, time, TimeSpan.FromSeconds(0.5));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = load.RunAsync(stop.Token, abandon.Token);
        try
        {
            progress.Report($"sending documents; waiting for the first {WarmUpDocuments}");
            if (!await UntilAsync(
                () => load.Documents.Count(document => document.Completed is not null) >= WarmUpDocuments, TimeSpan.FromMinutes(1),
                cancellation))
                throw new DrillNotPossibleException(
                    FirstFailure(load) ?? "no document completed within a minute, before anything was broken");

            progress.Report($"killing {region}");
            await fault.BreakAsync(region, cancellation);
            // Whatever the way to the fault takes is none of the platform's recovery.
            var broken = time.GetTimestamp();
            progress.Report($"{region} is gone; measuring");
            var recovered = await UntilAsync(() => HasRecovered(load, broken), target * 2, cancellation);
            TimeSpan? recovery = recovered ? RecoveryTime(load, broken) : null;
            progress.Report(
                recovery is { } took
                    ? $"documents flow again after {took.TotalSeconds:0.0} s; restoring {region}"
                    : $"no recovery within {(target * 2).TotalSeconds:0} s; restoring {region}");

            var restored = time.GetTimestamp();
            await fault.RestoreAsync(region, cancellation);
            var whole = await UntilWholeAsync(cancellation);
            TimeSpan? restoration = whole ? time.GetElapsedTime(restored) : null;
            await stop.CancelAsync();
            using var timeout = new CancellationTokenSource(target, time);
            await using var giveUp = timeout.Token.Register(abandon.Cancel);
            await running;
            return Report(region, target, load, recovery, restoration);
        }
        finally
        {
            await stop.CancelAsync();
            await abandon.CancelAsync();
            await fault.RestoreAsync(region, CancellationToken.None);
            await running;
        }
    }

    private void RequireDeclared(string region)
    {
        if (outputs.WorkerRegions.GetValueOrDefault(region) == 0)
            throw new DrillNotPossibleException(
                $"the stack declares no worker in '{region}'; it has workers in {string.Join(", ", outputs.WorkerRegions.Keys)}");
        if (outputs.WorkerRegions.Where(entry => entry.Key != region).Sum(entry => entry.Value) == 0)
            throw new DrillNotPossibleException($"'{region}' is the only region with workers: nothing could take over");
    }

    /// <summary>
    /// The documents that show recovery: all of before the fault was in force, and the first ones that were sent after it. One that
    /// slips through says nothing; null while there are too few.
    /// </summary>
    private static IReadOnlyList<LoadDocument>? Proof(DocumentLoad load, long broken)
    {
        var documents = load.Documents;
        var after = documents.Where(document => document.Submitted > broken).Take(DocumentsThatProveRecovery).ToList();
        return after.Count < DocumentsThatProveRecovery ? null : [.. documents.Where(document => document.Submitted <= broken), .. after];
    }

    private static bool HasRecovered(DocumentLoad load, long broken) =>
        Proof(load, broken) is { } proof && proof.All(document => document.Completed is not null);

    /// <summary>From the fault to the last answer among those that show recovery.</summary>
    private TimeSpan RecoveryTime(DocumentLoad load, long broken) =>
        time.GetElapsedTime(broken, Proof(load, broken)!.Max(document => document.Completed!.Value));

    private async Task<bool> UntilWholeAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < RestorationTimeout)
        {
            var fleet = await machines(cancellation);
            if (outputs.WorkerRegions.All(entry => fleet.Count(machine => machine.Region == entry.Key && machine.Healthy) >= entry.Value))
                return true;
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
        }

        return false;
    }

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(started) >= timeout) return false;
            await Task.Delay(Step, time, cancellation);
        }

        return true;
    }

    private DrillReport Report(string region, TimeSpan target, DocumentLoad load, TimeSpan? recovery, TimeSpan? restoration)
    {
        var documents = load.Documents;
        var answered = documents.Where(document => document.Completed is not null).ToList();
        return new DrillReport
        {
            Drill = "region",
            Subject = region,
            Target = target,
            Recovery = recovery,
            Restoration = restoration,
            Submitted = documents.Length,
            Completed = answered.Count,
            Lost = [.. documents.Where(document => document.Completed is null).Select(
                document => $"document {document.Number}: {document.Failure ?? "no answer"}")],
            SlowestDocument = answered.Count == 0
                ? TimeSpan.Zero : answered.Max(document => time.GetElapsedTime(document.Submitted, document.Completed!.Value)),
        };
    }

    private static string? FirstFailure(DocumentLoad load) =>
        load.Documents.Select(document => document.Failure).FirstOrDefault(failure => failure is not null);
}
