using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Drills;

/// <summary>The experiments, for the platform of a stack.</summary>
internal sealed class DrillScenarios(PlatformOutputs outputs)
{
    private const string ByFly = "Fly's API shows a machine of it that is not well (asked every second)";
    private const string ByTemporal = "Temporal gives a document's work out again";
    private static readonly TimeSpan TemporalLasts = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ProbeLasts = TimeSpan.FromSeconds(20);

    /// <summary>One machine dies.</summary>
    /// <param name="machines">The workers' machines.</param>
    /// <param name="region">The region to take one of.</param>
    /// <param name="machine">Which one, by id or name; null for any.</param>
    public DrillScenario Instance(ImmutableArray<FleetMachine> machines, string region, string? machine)
    {
        var found = machine is null
            ? machines.Where(one => one.Region == region && one.Healthy).MinBy(one => one.Name, StringComparer.Ordinal)
            : machines.FirstOrDefault(one => one.Id == machine || one.Name == machine);
        if (found is not { Healthy: true })
            throw new DrillNotPossibleException(
                machine is null ? $"'{region}' has no healthy worker"
                    : found is null ? $"there is no worker '{machine}'"
                    : $"the worker '{machine}' is not healthy, before anything was broken");
        if (outputs.WorkerRegions.Values.Sum() < 2)
            throw new DrillNotPossibleException("the stack declares one worker: nothing could take over");
        return new DrillScenario
        {
            Drill = "instance",
            Subject = found.Name,
            Broken = $"the process of machine {found.Name} in {found.Region} is killed; Fly starts it again",
            Target = outputs.Targets.Instance,
            Faults = [new(DrillFault.What.MachineKilled, found.Id)],
            Hits = one => one.Id == found.Id,
            NoticedWhen = $"{ByFly}, or {ByTemporal}",
        };
    }

    /// <summary>A Fly region dies with all its machines.</summary>
    public DrillScenario Region(string region)
    {
        RequireOthers(region);
        return new DrillScenario
        {
            Drill = "region",
            Subject = region,
            Broken = $"every machine in {region} is gone, and none can be started there",
            Target = outputs.Targets.Region,
            Faults = [new(DrillFault.What.RegionGone, region)],
            Hits = machine => machine.Region == region,
            NoticedWhen = $"{ByFly}, or {ByTemporal}",
        };
    }

    /// <summary>A Fly region's workers run on, and reach neither Temporal nor storage.</summary>
    public DrillScenario Partition(string region)
    {
        RequireOthers(region);
        return new DrillScenario
        {
            Drill = "partition",
            Subject = region,
            Broken = $"machines in {region} run, and reach neither Temporal nor S3 nor its token service",
            Target = outputs.Targets.Partition,
            Faults = [new(DrillFault.What.RegionCutOff, region)],
            Hits = machine => machine.Region == region,
            NoticedWhen = $"{ByTemporal}, or {ByFly}",
        };
    }

    /// <summary>The region of Temporal Cloud in which the namespace is active goes dark.</summary>
    /// <param name="active">The region.</param>
    public static DrillScenario Temporal(string active) => new()
    {
        Drill = "partition",
        Part = "temporal",
        Subject = active,
        Broken = $"Temporal Cloud's region {active}, where the namespace is active, answers nothing for {TemporalLasts.TotalSeconds:0} s",
        Target = null,
        WithoutTarget =
            "nothing moves the namespace by itself yet, so that work waits for the region; a failover comes with the control app",
        Faults = [new(DrillFault.What.TemporalGone, active)],
        Lasts = TemporalLasts,
        Hits = _ => true,
        RefusalTells = true,
        NoticedWhen = $"a document is not taken, {ByFly}, or {ByTemporal}",
    };

    /// <summary>Nothing is broken: what a platform that customers use is measured with.</summary>
    public static DrillScenario Probe() => new()
    {
        Drill = "probe",
        Subject = "a small load",
        Broken = $"nothing; documents and requests are sent for {ProbeLasts.TotalSeconds:0} s",
        Target = null,
        WithoutTarget = "nothing is broken",
        Faults = [],
        Lasts = ProbeLasts,
        Hits = _ => false,
        NoticedWhen = "there is nothing to notice",
    };

    /// <summary>S3 of the region that is written first goes dark, with the token service there.</summary>
    public DrillScenario Storage()
    {
        var region = outputs.PrimaryBucketRegion;
        if (outputs.Buckets.Count < 2) throw new DrillNotPossibleException("the stack has one bucket: no other could take over");
        return new DrillScenario
        {
            Drill = "storage",
            Subject = region,
            Broken = $"S3 and its token service in {region} answer nothing",
            Target = outputs.Targets.Storage,
            Faults = [new(DrillFault.What.StorageGone, region)],
            Hits = _ => false,
            HitStorage = region,
            NoticedWhen = $"a document is read from another region than {region}, or stored in one",
        };
    }

    /// <summary>Objects are deleted or overwritten by mistake, and restored.</summary>
    public DrillScenario Accident(DeployedPlatform platform, bool isDeleted, int objects, TimeProvider time) => new()
    {
        Drill = "storage",
        Part = isDeleted ? "emptied" : "overwritten",
        Subject = outputs.Buckets[outputs.PrimaryBucketRegion],
        Broken = isDeleted
            ? $"{objects} objects of the drill's folder are deleted by mistake, and every replica follows; a restore puts them back"
            : $"{objects} of the drill's objects {(objects == 1 ? "is" : "are")} overwritten by mistake, and every replica follows; a restore "
                + $"puts {(objects == 1 ? "it" : "them")} back",
        Target = outputs.Targets.Storage,
        Faults = [],
        Accident = new StorageAccident(platform, isDeleted, objects, time),
        Hits = _ => false,
        NoticedWhen = "a person does: nothing of the platform can tell a mistake from a wish, and the restore begins at once",
    };

    private void RequireOthers(string region)
    {
        if (outputs.WorkerRegions.GetValueOrDefault(region) == 0)
            throw new DrillNotPossibleException(
                $"the stack declares no worker in '{region}'; it has workers in {string.Join(", ", outputs.WorkerRegions.Keys)}");
        if (outputs.WorkerRegions.Where(entry => entry.Key != region).Sum(entry => entry.Value) == 0)
            throw new DrillNotPossibleException($"'{region}' is the only region with workers: nothing could take over");
    }
}
