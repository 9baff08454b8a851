using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Does every worker really poll the task queue, and nobody else? A poller's identity is <c>region/machine@app</c>. Temporal lists a poller
/// for
/// five minutes after its last poll; one that works asks again within a minute, so an older one says nothing.
/// </summary>
/// <param name="outputs">The platform.</param>
/// <param name="declared">The machines that were declared.</param>
/// <param name="rotation">The command that gives the workers a new key and takes the old one from everybody else.</param>
internal sealed class PollerChecks(PlatformOutputs outputs, IReadOnlySet<string> declared, string rotation)
{
    /// <summary>How long Temporal holds a poll open, the longest pause of the SDK between two, and the way.</summary>
    internal static readonly TimeSpan OnePoll = TimeSpan.FromSeconds(60 + 10 + 5);

    /// <summary>Asks Temporal and Fly, and judges.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(
        PlatformAccess access, FlyFleet fleet, TimeProvider time, CancellationToken cancellation)
    {
        var temporal = await access.TemporalAsync(outputs);
        var pollers =
            await new TaskQueuePollers(temporal.WorkflowService, outputs.TemporalNamespace, outputs.TemporalTaskQueue).OfBothKindsAsync(
                cancellation);
        var machines = await fleet.MachinesAsync(outputs.WorkersApp, cancellation);
        return Judge(pollers, machines.Select(machine => machine.Id).ToHashSet(), time.GetUtcNow());
    }

    /// <summary>Judges who polls.</summary>
    /// <param name="pollers">Who polled, and when last.</param>
    /// <param name="machines">The machines that there are, declared or not.</param>
    /// <param name="now">The time.</param>
    public IEnumerable<CheckResult> Judge(
        IReadOnlyDictionary<string, DateTimeOffset> pollers, IReadOnlySet<string> machines, DateTimeOffset now)
    {
        var known = pollers.Select(poller => (Who: Parse(poller.Key), Identity: poller.Key, Age: now - poller.Value)).ToList();
        var ours = known.Where(poller => declared.Contains(poller.Who.Machine)).ToList();
        // A machine of ours that Fly no longer has was destroyed a moment ago, and polls no more.
        var strangers = known.Except(ours).Where(poller =>
            poller.Age <= OnePoll && (poller.Who.App != outputs.WorkersApp || machines.Contains(poller.Who.Machine)));
        return
        [
            .. outputs.WorkerRegions.Select(
                entry =>
                    Region(
                        entry.Key, entry.Value,
                        [.. ours.Where(poller => poller.Who.Region == entry.Key).Select(poller => (poller.Who.Machine, poller.Age))])),
            .. strangers.Select(poller => new CheckResult(
                "surplus", $"only declared workers poll '{outputs.TemporalTaskQueue}'", false,
                $"nobody declared the poller '{poller.Identity}', {poller.Age.TotalSeconds:0} s ago",
                machines.Contains(poller.Who.Machine) ? $"./pipai verify --remove {poller.Who.Machine}" : rotation)),
        ];
    }

    private CheckResult Region(string region, int expected, IReadOnlyList<(string Machine, TimeSpan Age)> pollers)
    {
        var polling = pollers.Count(poller => poller.Age <= OnePoll);
        var silent = pollers.Where(poller => poller.Age > OnePoll).Select(
            poller => $"{poller.Machine} last {poller.Age.TotalSeconds:0} s ago");
        return new CheckResult(
            "temporal", $"{expected} workers in {region} poll '{outputs.TemporalTaskQueue}'", polling >= expected,
            string.Join("; ", silent.Prepend($"{polling} of {expected} poll")), "./pipai logs")
        {
            Expected = $"{expected}",
        };
    }

    /// <summary>The parts of an identity; one that is written otherwise is all machine.</summary>
    internal static (string Region, string Machine, string App) Parse(string identity)
    {
        var slash = identity.IndexOf('/', StringComparison.Ordinal);
        var at = identity.IndexOf('@', StringComparison.Ordinal);
        return slash > 0 && at > slash ? (identity[..slash], identity[(slash + 1)..at], identity[(at + 1)..]) : ("", identity, "");
    }
}
