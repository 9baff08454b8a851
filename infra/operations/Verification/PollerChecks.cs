using PipAi.Operations.Platform;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

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
        var polling = await PollingMachinesAsync(temporal, machines, cancellation);
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

    private async Task<HashSet<(string Region, string Machine)>> PollingMachinesAsync(
        TemporalClient temporal, HashSet<string> machines, CancellationToken cancellation)
    {
        var polling = new HashSet<(string Region, string Machine)>();
        foreach (var kind in new[] { TaskQueueType.Workflow, TaskQueueType.Activity })
        {
            var answer = await temporal.WorkflowService.DescribeTaskQueueAsync(
                new DescribeTaskQueueRequest
                {
                    Namespace = outputs.TemporalNamespace,
                    TaskQueue = new TaskQueue { Name = outputs.TemporalTaskQueue },
                    TaskQueueType = kind,
                    ReportStats = true,
                },
                new() { CancellationToken = cancellation });
            var seen = answer.Pollers.Select(poller => Parse(poller.Identity)).Where(poller => machines.Contains(poller.Machine)).ToHashSet();
            if (kind == TaskQueueType.Workflow) polling = seen;
            else polling.IntersectWith(seen);
        }

        return polling;
    }

    private static (string Region, string Machine) Parse(string identity)
    {
        var slash = identity.IndexOf('/', StringComparison.Ordinal);
        var at = identity.IndexOf('@', StringComparison.Ordinal);
        return slash > 0 && at > slash ? (identity[..slash], identity[(slash + 1)..at]) : ("", identity);
    }
}
