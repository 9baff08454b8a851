using System.Collections.Immutable;
using PipAi.Operations.Load;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Drills;

/// <summary>What is measured in the course of a drill.</summary>
internal sealed class DrillMeasurement(DrillScenario scenario, DocumentLoad documents, RequestLoad requests, TimeProvider time)
{
    private const int DocumentsThatProveRecovery = 3;

    /// <summary>Seconds.</summary>
    private const int Lately = 30;

    public DrillClock Clock { get; } = new(time);

    /// <summary>Timestamp at which every region had again what a mistake had hit; null while it has not.</summary>
    public long? Restored { get; set; }

    public ReplicaGap? Replicas { get; set; }

    public string? NotWhole { get; set; }

    public string? Stopped { get; set; }

    public ImmutableArray<WorkflowTrace> Traces { get; set; } = [];

    /// <summary>Documents of which more than one result was stored.</summary>
    public int DuplicateResults { get; set; }

    public ImmutableArray<CheckResult> FailedChecks { get; set; } = [];

    /// <summary>Whether a restore was made, and did not bring everything back.</summary>
    public bool IsUnrestored => scenario.Accident is not null && Restored is null;

    /// <summary>Whether work flows again, and what was hit by mistake is back; notes when that was.</summary>
    public bool HasRecovered()
    {
        if (IsUnrestored) return false;
        if (Clock[DrillMoment.InForce] is not { } broken || Proof(broken) is not { } proof) return false;
        if (proof.Any(document => document.Completed is null)) return false;
        Clock.Mark(DrillMoment.Recovered, Math.Max(proof.Max(document => document.Completed!.Value), Restored ?? 0));
        return true;
    }

    /// <summary>How the load fares now.</summary>
    public LoadReading Reading()
    {
        var now = time.GetTimestamp();
        var lately = requests.Since(now - (Lately * time.TimestampFrequency));
        var waiting = documents.Documents.Where(document => document.Completed is null)
            .Select(document => time.GetElapsedTime(document.Submitted, now)).DefaultIfEmpty(TimeSpan.Zero).Max();
        return new LoadReading(lately.Sent, lately.Failed, waiting);
    }

    /// <summary>Notes what the documents and their workflows tell once all is over.</summary>
    public void Conclude()
    {
        if (Clock[DrillMoment.InForce] is not { } broken) return;
        var answered = documents.Documents.Where(document => document.Completed is not null).ToList();
        Clock.Mark(DrillMoment.Sent, documents.Documents[0].Submitted);
        if (answered.Where(document => document.Submitted > broken).Min(document => document.Completed) is { } first)
            Clock.Mark(DrillMoment.FirstAnswer, first);
        if (answered.Where(document => document.Completed > broken && IsFromElsewhere(document)).Min(document => document.Completed)
            is { } elsewhere) Clock.MarkEarliest(DrillMoment.Noticed, elsewhere);
        if (scenario.RefusalTells && documents.Documents.Where(document => document.Refused > broken).Min(document => document.Refused)
            is { } refused) Clock.MarkEarliest(DrillMoment.Noticed, refused);
        foreach (var again in Traces.Select(trace => trace.TriedAgainAt).OfType<DateTimeOffset>())
            if (again >= Clock.At(DrillMoment.InForce)) Clock.MarkEarliest(DrillMoment.Noticed, Clock.TimestampOf(again));
    }

    /// <summary>All of it.</summary>
    public DrillReport Report()
    {
        var all = documents.Documents;
        var answered = all.Where(document => document.Completed is not null).ToList();
        return new DrillReport
        {
            Drill = scenario.Drill,
            Part = scenario.Part,
            Subject = scenario.Subject,
            Broken = scenario.Broken,
            NoticedWhen = scenario.NoticedWhen,
            Target = scenario.Target,
            WithoutTarget = scenario.WithoutTarget,
            Detection = Clock.Between(DrillMoment.InForce, DrillMoment.Noticed),
            Recovery = Clock.Between(DrillMoment.InForce, DrillMoment.Recovered),
            Restoration = Clock.Between(DrillMoment.FaultEnded, DrillMoment.Whole),
            Timeline = Clock.Timeline,
            Submitted = all.Length,
            Completed = answered.Count,
            Lost = [.. all.Where(document => document.Completed is null).Select(document => document.Fate)],
            Refusals = all.Sum(document => document.Refusals),
            TriedAgain = Traces.Count(trace => trace.TriedAgainAt is not null),
            Repeated = Traces.Count(trace => trace.Runs > 1),
            DuplicateResults = DuplicateResults,
            Latency = Latencies.Of(answered.Select(document => time.GetElapsedTime(document.Submitted, document.Completed!.Value))),
            Requests = requests.Traffic,
            Replicas = Replicas,
            NotWhole = NotWhole,
            FailedChecks = FailedChecks,
            Stopped = Stopped,
        };
    }

    /// <summary>
    /// The documents that show recovery: all of before the fault was in force, and the first ones that were sent after it. One that
    /// slips through says nothing; null while there are too few.
    /// </summary>
    private List<LoadDocument>? Proof(long broken)
    {
        var all = documents.Documents;
        var after = all.Where(document => document.Submitted > broken).Take(DocumentsThatProveRecovery).ToList();
        return after.Count < DocumentsThatProveRecovery ? null : [.. all.Where(document => document.Submitted <= broken), .. after];
    }

    private bool IsFromElsewhere(LoadDocument document) =>
        scenario.HitStorage is { } hit && document.Result is { } result && (result.ReadFrom != hit || result.StoredIn != hit);
}
