using System.Collections.Immutable;
using PipAi.Operations.Documents;
using PipAi.Operations.Load;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Drills;

/// <summary>Looks at the platform in the course of a drill: was it noticed, is it whole, what became of the documents.</summary>
internal sealed class DrillWatch(IDrillPlatform platform, TimeProvider time)
{
    private const int Histories = 8;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private PlatformOutputs Outputs => platform.Outputs;

    /// <summary>Notes when Fly shows that something which the fault hits is not well.</summary>
    public async Task NoticeAsync(DrillScenario scenario, DrillMeasurement measured, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var app in (string[])[Outputs.WorkersApp, Outputs.UnstructuredApp])
            {
                var machines = await TryAsync(() => platform.MachinesAsync(app, cancellation), cancellation);
                bool IsUnwell(FleetMachine machine) => scenario.Hits(machine) && machine is { Healthy: false, State: not "stopped" };
                if (machines is null || !machines.Value.Any(IsUnwell)) continue;
                measured.Clock.MarkEarliest(DrillMoment.Noticed, time.GetTimestamp());
                return;
            }

            await Task.Delay(Look, time, cancellation);
        }
    }

    /// <summary>Compares what clients have stored with what each region that can be read has of it.</summary>
    public async Task CompareReplicasAsync(
        DrillMeasurement measured, ImmutableArray<LoadDocument> documents, CancellationToken cancellation)
    {
        var broken = measured.Clock[DrillMoment.InForce]!.Value;
        var replicas = new List<IReadOnlySet<string>>();
        foreach (var region in Outputs.BucketRegions)
            if (await platform.ObjectsAsync(region, cancellation) is { } objects) replicas.Add(objects.Keys.ToHashSet());
        measured.Replicas = ReplicaGap.Of(
            [.. from document in documents
                where document.Taken <= broken
                select (document.Handle!.Key, time.GetElapsedTime(document.Taken!.Value, broken))],
            replicas);
    }

    /// <summary>Restores what a mistake has hit, and waits until every region has it.</summary>
    public async Task RestoreAsync(
        IDrillAccident accident, DrillMeasurement measured, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report("restoring");
        await accident.RestoreAsync(cancellation);
        await UntilAsync(measured, async () =>
            await accident.WrongAsync(cancellation) is var wrong and > 0 ? $"{wrong} objects are not as they were" : null, cancellation);
        if (measured.NotWhole is null) measured.Restored = time.GetTimestamp();
    }

    /// <summary>Waits until every declared machine is well.</summary>
    public Task UntilMachinesAreWellAsync(DrillMeasurement measured, CancellationToken cancellation) =>
        UntilAsync(measured, async () =>
        {
            foreach (var (app, declared) in (ValueTuple<string, IReadOnlyDictionary<string, int>>[])
                [(Outputs.WorkersApp, Outputs.WorkerRegions), (Outputs.UnstructuredApp, Outputs.UnstructuredRegions)])
            {
                var machines = await platform.MachinesAsync(app, cancellation);
                foreach (var (region, count) in declared)
                {
                    var well = machines.Count(machine => machine.Region == region && machine.Healthy);
                    if (well < count) return $"{well} of {count} machines of {app} are healthy in {region}";
                }
            }

            return null;
        }, cancellation);

    /// <summary>Waits until every region has every object, and notes that the platform is whole, unless it was not before.</summary>
    public async Task UntilReplicasAreWholeAsync(
        DrillMeasurement measured, ImmutableArray<LoadDocument> documents, CancellationToken cancellation)
    {
        if (measured.NotWhole is not null) return;
        await UntilAsync(measured, async () =>
        {
            foreach (var region in Outputs.BucketRegions)
            {
                if (await platform.ObjectsAsync(region, cancellation) is not { } objects) return $"the bucket in {region} cannot be read";
                var missing = documents.SelectMany(Keys).Count(key => !objects.ContainsKey(key));
                if (missing > 0) return $"{missing} objects are missing in {region}";
            }

            return null;
        }, cancellation);
        if (measured.NotWhole is null) measured.Clock.Mark(DrillMoment.Whole);
    }

    /// <summary>Reads what the documents' workflows and results tell.</summary>
    public async Task ConcludeAsync(DrillMeasurement measured, ImmutableArray<LoadDocument> documents, CancellationToken cancellation)
    {
        var traces = new List<WorkflowTrace?>();
        foreach (var some in documents.Select(document => document.Handle).OfType<TakenDocument>().Chunk(Histories))
            traces.AddRange(await Task.WhenAll(some.Select(one => TryTraceAsync(one.WorkflowId, cancellation))));
        measured.Traces = [.. traces.OfType<WorkflowTrace>()];
        measured.DuplicateResults = await DuplicatesAsync(documents, cancellation);
        measured.Conclude();
    }

    /// <summary>Verifies until all checks hold.</summary>
    public async Task VerifyAsync(DrillMeasurement measured, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report("verifying");
        var started = time.GetTimestamp();
        do
        {
            measured.FailedChecks = [.. (await platform.VerifyAsync(cancellation)).Where(check => !check.Passed)];
            foreach (var check in measured.FailedChecks) progress.Report($"not yet: {check.Area}: {check.Name}: {check.Evidence}");
            if (measured.FailedChecks.IsEmpty) measured.Clock.Mark(DrillMoment.Verified);
            else await Task.Delay(Look, time, cancellation);
        }
        while (!measured.FailedChecks.IsEmpty && time.GetElapsedTime(started) < Timeout);
    }

    /// <summary>Removes what the drill has stored; what stays is told.</summary>
    public async Task CleanUpAsync(DrillScenario scenario, IProgress<string> progress)
    {
        try
        {
            if (scenario.Accident is { } accident) await accident.RemoveAsync(CancellationToken.None);
            await platform.RemoveObjectsAsync(CancellationToken.None);
        }
        catch (PlatformCallException failure)
        {
            progress.Report(failure.Message);
        }
    }

    private static IEnumerable<string> Keys(LoadDocument document) =>
        ((string?[])[document.Handle?.Key, document.Result?.ResultKey]).OfType<string>();

    private async Task<int> DuplicatesAsync(ImmutableArray<LoadDocument> documents, CancellationToken cancellation)
    {
        var versions = new List<(string Key, string Version)>();
        foreach (var region in Outputs.BucketRegions)
            if (await platform.ObjectsAsync(region, cancellation) is { } objects)
                versions.AddRange(objects.SelectMany(one => one.Value.Select(version => (one.Key, version))));
        var results = documents.Select(document => document.Result).OfType<DocumentResult>().Select(result => result.ResultKey).ToHashSet();
        // A replica has the version of what it was copied from: another version is another result.
        return versions.Where(one => results.Contains(one.Key)).Distinct().GroupBy(one => one.Key).Count(key => key.Count() > 1);
    }

    private async Task<WorkflowTrace?> TryTraceAsync(string workflowId, CancellationToken cancellation)
    {
        try
        {
            return await platform.TraceAsync(workflowId, cancellation);
        }
        catch (PlatformCallException)
        {
            return null;
        }
    }

    /// <summary>While something is broken, not everything can be asked.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
        where T : struct
    {
        try
        {
            return await ask();
        }
        catch (PlatformCallException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task UntilAsync(DrillMeasurement measured, Func<Task<string?>> missing, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                measured.NotWhole = await missing();
            }
            catch (PlatformCallException failure)
            {
                measured.NotWhole = failure.Message;
            }

            if (measured.NotWhole is null || time.GetElapsedTime(started) >= Timeout) return;
            await Task.Delay(Look, time, cancellation);
        }
    }
}
