using System.Text;
using Amazon.S3.Model;
using PipAi.Operations.Documents;
using PipAi.Operations.Platform;
using Temporalio.Client;

namespace PipAi.Operations.Verification;

/// <summary>
/// Does a document that is sent to a region's workers come back? It goes the whole way: bucket, workflow, worker, parser, bucket. Nothing
/// of it is left but its closed run, by the queue of the region and not by that of the documents.
/// </summary>
internal sealed class CanaryChecks(PlatformOutputs outputs, PlatformAccess access, TimeProvider time)
{
    /// <summary>How long copies of what is to be removed are waited for: a copy that comes later would stay.</summary>
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromSeconds(10);

    private TimeSpan? heartbeat;

    /// <summary>After this a canary counts as dead.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        var temporal = await access.TemporalAsync(outputs);
        var results = await Task.WhenAll(
            outputs.WorkerRegions.Where(entry => entry.Value > 0).Select(entry => ThroughAsync(temporal, entry.Key, cancellation)));
        return heartbeat is { } timeout ? results.Append(Noticed(timeout)) : results;
    }

    /// <summary>What the workflow asks of who works for it: a worker that is silent for longer has its work given to another.</summary>
    private CheckResult Noticed(TimeSpan timeout) => new(
        "canary", "a worker that falls silent is noticed in time", timeout > TimeSpan.Zero && timeout <= outputs.Targets.Instance,
        timeout == TimeSpan.Zero ? "never: no heartbeat is asked for" : $"after {timeout.TotalSeconds:0} s without a heartbeat",
        "./pipai up --refresh")
    {
        Expected = $"within {outputs.Targets.Instance.TotalSeconds:0} s",
    };

    private async Task<CheckResult> ThroughAsync(TemporalClient temporal, string region, CancellationToken cancellation)
    {
        var folder = $"canary/{region}-{Guid.NewGuid():N}";
        var (passed, evidence) = await SendAsync(temporal, region, folder, cancellation);
        if (await RemoveAsync(folder + "/", cancellation) is { } left) (passed, evidence) = (false, $"{evidence}; {left}");
        return new CheckResult(
            "canary", $"a document that is sent to {region}'s workers comes back", passed, evidence, "./pipai logs");
    }

    private async Task<(bool Passed, string Evidence)> SendAsync(
        TemporalClient temporal, string region, string folder, CancellationToken cancellation)
    {
        var (word, started) = (Guid.NewGuid().ToString("N"), time.GetTimestamp());
        var runs = new DocumentRuns(outputs, access, temporal, DocumentRoute.OfCanaries(outputs, region, folder, Timeout));
        string After() => $"after {time.GetElapsedTime(started).TotalSeconds:0.0} s";
        try
        {
            var ticket = await runs.SubmitAsync("canary.md", Encoding.UTF8.GetBytes($"# Canary\n\nThe word is {word}.\n"), cancellation);
            var result = await runs.ResultAsync(ticket, cancellation);
            var after = After();
            var worker = await WorkerOfAsync(ticket, cancellation);
            var isWhole = result.Elements.ToString().Contains(word, StringComparison.Ordinal);
            return (
                isWhole && worker.StartsWith($"{region}/", StringComparison.Ordinal),
                $"{(isWhole ? "" : "without its text, ")}by {worker}, parsed by {result.ParsedBy}, stored in {result.StoredIn}, {after}");
        }
        catch (Exception dead) when (dead is DocumentFailedException or PlatformCallException)
        {
            return (false, $"{dead.Message.TrimEnd('.')}, {After()}");
        }
    }

    private async Task<string> WorkerOfAsync(DocumentTicket ticket, CancellationToken cancellation)
    {
        var history = await PlatformCall.MakeAsync(
            $"The history of '{ticket.Workflow.Id}' cannot be read",
            () => ticket.Workflow.FetchHistoryAsync(new() { Rpc = new() { CancellationToken = cancellation } }), cancellation);
        heartbeat ??= history.Events.Select(happened => happened.ActivityTaskScheduledEventAttributes?.HeartbeatTimeout?.ToTimeSpan())
            .FirstOrDefault(timeout => timeout is not null);
        return history.Events.Select(happened => happened.ActivityTaskStartedEventAttributes?.Identity).LastOrDefault(
            identity => identity is not null) ?? "nobody";
    }

    /// <summary>
    /// Removes every version in every region: a version's deletion is never replicated. Answers what could not be removed.
    /// </summary>
    private async Task<string?> RemoveAsync(string prefix, CancellationToken cancellation)
    {
        var (started, most, left) = (time.GetTimestamp(), 0, new List<string>());
        foreach (var region in outputs.BucketRegions)
        {
            try
            {
                most = await PlatformCall.MakeAsync(
                    $"what is below '{prefix}' in {region} stays", () => RemoveAsync(region, prefix, most, started, cancellation),
                    cancellation);
            }
            catch (PlatformCallException failure)
            {
                left.Add(failure.Message);
            }
        }

        return left.Count == 0 ? null : string.Join("; ", left);
    }

    /// <summary>Removes what one region has, once it has as much as another: that is on its way.</summary>
    private async Task<int> RemoveAsync(string region, string prefix, int expected, long started, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        var request = new ListVersionsRequest { BucketName = outputs.Buckets[region], Prefix = prefix };
        while (true)
        {
            var versions = (await s3.ListVersionsAsync(request, cancellation)).Versions ?? [];
            if (versions.Count < expected && time.GetElapsedTime(started) < CopyTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
                continue;
            }

            foreach (var version in versions) await s3.DeleteObjectAsync(request.BucketName, version.Key, version.VersionId, cancellation);
            return Math.Max(expected, versions.Count);
        }
    }
}
