using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Does every worker really poll the task queue? A poller's identity is <c>region/machine@app</c>. Temporal lists a poller for
/// five minutes after its last poll, so only machines that still exist count.
/// </summary>
internal sealed class PollerChecks(PlatformOutputs outputs, PlatformAccess access, FlyFleet fleet)
{
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        var temporal = await access.TemporalAsync(outputs);
        var machines = (await fleet.MachinesAsync(outputs.WorkersApp, cancellation)).Where(machine => machine.Healthy).Select(machine => machine.Id).ToHashSet();
        var pollers = await new TaskQueuePollers(temporal.WorkflowService, outputs.TemporalNamespace, outputs.TemporalTaskQueue).OfBothKindsAsync(cancellation);
        var polling = pollers.Select(Parse).Where(poller => machines.Contains(poller.Machine)).Distinct().ToList();
        return outputs.WorkerRegions.Select(entry =>
        {
            var count = polling.Count(poller => poller.Region == entry.Key);
            return new CheckResult(
                "temporal",
                $"{entry.Value} workers in {entry.Key} poll '{outputs.TemporalTaskQueue}'",
                count >= entry.Value,
                $"{count} of {entry.Value} poll",
                "./pipai cloud logs");
        });
    }

    private static (string Region, string Machine) Parse(string identity)
    {
        var slash = identity.IndexOf('/', StringComparison.Ordinal);
        var at = identity.IndexOf('@', StringComparison.Ordinal);
        return slash > 0 && at > slash ? (identity[..slash], identity[(slash + 1)..at]) : ("", identity);
    }
}
