using System.Globalization;
using PipAi.Operations.Load;

namespace PipAi.Operations.Drills;

/// <summary>
/// Carries an experiment out: a steady load, a fault, what it does, the fault taken back, the platform whole again. Whatever ends it, what
/// it broke is mended; should its process die, the journal says what is left to mend.
/// </summary>
internal sealed class DrillRun(IDrillPlatform platform, IDrillFaults faults, DrillJournal journal, TimeProvider time)
{
    private const int WarmUpDocuments = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RequestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SurgeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromMinutes(1);

    /// <summary>What ends a drill; null where it may do what it will, as in a rehearsal.</summary>
    public StopConditions? Limits { get; init; }

    /// <summary>Whether the platform is not verified after it is whole.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>Runs the drill.</summary>
    /// <exception cref="DrillNotPossibleException">Documents did not complete before the fault.</exception>
    public async Task<DrillReport> RunAsync(DrillScenario scenario, IProgress<string> progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var documents = new DocumentLoad(platform.SendAsync, "drill", time, abandon.Token);
        var requests = new RequestLoad(
            platform.AskAsync,
            [platform.Outputs.WorkersHealth, platform.Outputs.UnstructuredHealth, platform.Outputs.FrontendHealth], time);
        var loads = Task.WhenAll(
            documents.RunAsync(Interval, stop.Token), requests.RunAsync(RequestInterval, stop.Token, abandon.Token));
        var measured = new DrillMeasurement(scenario, documents, requests, time);
        var watch = new DrillWatch(platform, time);
        try
        {
            await PrepareAsync(scenario, documents, progress, cancellation);
            await ExperimentAsync(scenario, measured, documents, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            await watch.UntilMachinesAreWellAsync(measured, cancellation);
            await stop.CancelAsync();
            using (var timeout = new CancellationTokenSource(scenario.Patience, time))
            await using (timeout.Token.Register(abandon.Cancel)) await loads;
            await watch.UntilReplicasAreWholeAsync(measured, documents.Documents, cancellation);
            progress.Report(measured.NotWhole is { } missing ? $"not whole: {missing}" : "whole again");
            await watch.ConcludeAsync(measured, documents.Documents, cancellation);
            if (!SkipVerify) await watch.VerifyAsync(measured, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return measured.Report();
        }
        finally
        {
            await stop.CancelAsync();
            await abandon.CancelAsync();
            await loads.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await watch.CleanUpAsync(scenario, progress);
        }
    }

    private async Task PrepareAsync(
        DrillScenario scenario, DocumentLoad load, IProgress<string> progress, CancellationToken cancellation)
    {
        await WarmUpAsync(load, progress, cancellation);
        if (scenario.Accident is not { } accident) return;
        progress.Report("storing what is to be hit");
        await accident.PrepareAsync(cancellation);
    }

    private async Task WarmUpAsync(DocumentLoad load, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report($"sending documents; waiting for the first {WarmUpDocuments}");
        bool IsWarm() => load.Documents.Count(document => document.Completed is not null) >= WarmUpDocuments;
        if (await UntilAsync(IsWarm, WarmUpTimeout, cancellation)) return;
        throw new DrillNotPossibleException(
            load.Documents.Select(document => document.Failure).FirstOrDefault(failure => failure is not null)
                ?? "no document completed within a minute, before anything was broken");
    }

    private async Task ExperimentAsync(
        DrillScenario scenario, DrillMeasurement measured, DocumentLoad load, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report($"breaking: {scenario.Broken}");
        // What dies must have had work in its hands: more than usual is sent, and half of it taken.
        var (workers, sent) = (platform.Outputs.WorkerRegions.Values.Sum(), load.Documents.Length);
        load.Surge(2 * workers);
        bool IsTaken() => load.Documents.Skip(sent).Count(document => document.Taken is not null) >= workers;
        await UntilAsync(IsTaken, SurgeTimeout, cancellation, Soon);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var noticing = Task.CompletedTask;
        journal.Note(scenario);
        try
        {
            // Never called off half-way: a fault that comes into force after it was taken back would stay.
            foreach (var fault in scenario.Faults) await faults.SetAsync(fault, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            if (scenario.Accident is { } accident) await accident.StrikeAsync(cancellation);
            // Whatever the way to the fault takes is none of the platform's recovery.
            measured.Clock.Mark(DrillMoment.InForce);
            progress.Report("in force; measuring");
            noticing = new DrillWatch(platform, time).NoticeAsync(scenario, measured, watching.Token);
            await new DrillWatch(platform, time).CompareReplicasAsync(measured, load.Documents, cancellation);
            if (scenario.Accident is { } struck)
                await new DrillWatch(platform, time).RestoreAsync(struck, measured, progress, cancellation);
            if (scenario.Lasts is { } lasts) await Task.Delay(lasts, time, cancellation);
            else await RecoverAsync(scenario, measured, progress, cancellation);
        }
        finally
        {
            await journal.MendAsync(faults, CancellationToken.None);
            await watching.CancelAsync();
            await noticing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        measured.Clock.Mark(DrillMoment.FaultEnded);
        if (scenario.Lasts is not null) await RecoverAsync(scenario, measured, progress, cancellation);
    }

    private async Task RecoverAsync(
        DrillScenario scenario, DrillMeasurement measured, IProgress<string> progress, CancellationToken cancellation)
    {
        await UntilAsync(
            () => measured.HasRecovered() || measured.IsUnrestored || (measured.Stopped ??= Exceeded(measured)) is not null,
            scenario.Patience, cancellation);
        progress.Report((measured.Stopped, measured.Clock.Between(DrillMoment.InForce, DrillMoment.Recovered)) switch
        {
            ({ } why, _) => $"stopped: {why}; restoring",
            (_, { } took) => string.Create(
                CultureInfo.InvariantCulture, $"documents flow again after {took.TotalSeconds:0.0} s; restoring"),
            _ when measured.IsUnrestored => $"not restored: {measured.NotWhole}",
            _ => string.Create(CultureInfo.InvariantCulture, $"no recovery within {scenario.Patience.TotalSeconds:0} s; restoring"),
        });
    }

    private string? Exceeded(DrillMeasurement measured) => Limits?.Exceeded(measured.Reading());

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan timeout, CancellationToken cancellation, TimeSpan? step = null)
    {
        var started = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(started) >= timeout) return false;
            await Task.Delay(step ?? Step, time, cancellation);
        }

        return true;
    }
}
