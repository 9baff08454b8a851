using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace PipAi.Operations.Status.Sources;

/// <summary>
/// How far the newest document has come: Temporal says which it is, S3 whether each region has it. Nothing is written for it, as a probe
/// would be: a page that only looks may stay open for days, in production too. What it costs is exactness: a copy that came between two
/// readings is said to have come by the second.
/// </summary>
/// <param name="outputs">The platform.</param>
/// <param name="access">How it is reached.</param>
/// <param name="temporal">Its Temporal.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplicationSource(PlatformOutputs outputs, PlatformAccess access, SharedTemporalClient temporal, TimeProvider time)
{
    private const string Documents = "document-";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private ReplicationSnapshot known = ReplicationSnapshot.Nothing;
    private string newest = "";

    public StatusSource Of(string name) => new(name, Period, async cancellation =>
    {
        known = await PlatformCall.MakeAsync(
            "The copies of the newest document cannot be looked for in S3", () => ReadAsync(cancellation), cancellation);
        return status => status with { Replication = known };
    });

    private async Task<ReplicationSnapshot> ReadAsync(CancellationToken cancellation)
    {
        // One that is on its way is followed to its end: under load the newest one is always another.
        if (!known.IsEverywhere) return await CopiesAsync(known.WrittenIn, known, cancellation);
        if (await NewestAsync(cancellation) is not { } id || id == newest) return known;
        foreach (var region in outputs.BucketRegions)
        {
            if (await FindAsync(region, $"documents/{id}/", cancellation) is not { } found) continue;
            newest = id;
            var written = new ReplicationSnapshot(found.Key, region, Utc(found.LastModified), "");
            return await CopiesAsync(region, written, cancellation);
        }

        return known;
    }

    /// <summary>Of those that run the one that began last, else of those that ended last; Temporal lists them in this order.</summary>
    private async Task<string?> NewestAsync(CancellationToken cancellation)
    {
        var answer = await (await temporal.ClientAsync()).WorkflowService.ListWorkflowExecutionsAsync(
            new ListWorkflowExecutionsRequest
            {
                Namespace = outputs.TemporalNamespace,
                Query = "WorkflowType = 'ProcessDocument'",
                PageSize = 20,
            },
            new RpcOptions { CancellationToken = cancellation });
        return answer.Executions.Where(run => run.Execution.WorkflowId.StartsWith(Documents, StringComparison.Ordinal))
            .MaxBy(Began)?.Execution.WorkflowId[Documents.Length..];
    }

    private static DateTimeOffset Began(WorkflowExecutionInfo run) => run.StartTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;

    private async Task<S3Object?> FindAsync(string region, string folder, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        var answer = await s3.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = outputs.Buckets[region], Prefix = folder, MaxKeys = 1 }, cancellation);
        return answer.S3Objects?.FirstOrDefault();
    }

    private async Task<ReplicationSnapshot> CopiesAsync(string from, ReplicationSnapshot written, CancellationToken cancellation)
    {
        // One that was deleted has no copies to wait for.
        if (await HeadAsync(from, written.Key, cancellation) is not { } source) return ReplicationSnapshot.Nothing;
        var replicas = await Task.WhenAll(outputs.BucketRegions.Where(region => region != from)
            .Select(region => CopyAsync(region, written, cancellation)));
        return written with { Status = source.ReplicationStatus?.Value ?? "", Replicas = [.. replicas] };
    }

    private async Task<ReplicaSnapshot> CopyAsync(string region, ReplicationSnapshot written, CancellationToken cancellation)
    {
        if (written.Replicas.FirstOrDefault(replica => replica.Region == region) is { IsThere: true } seen) return seen;
        var isThere = await HeadAsync(region, written.Key, cancellation) is not null;
        var lag = time.GetUtcNow() - written.WrittenAt;
        // The clock of S3 tells whole seconds, and may be ahead of ours.
        return new(region, outputs.Buckets[region], isThere, lag < TimeSpan.Zero ? TimeSpan.Zero : lag);
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(string region, string key, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        try
        {
            return await s3.GetObjectMetadataAsync(outputs.Buckets[region], key, cancellation);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static DateTimeOffset Utc(DateTime? at) => at is { } known ? new(known.ToUniversalTime(), TimeSpan.Zero) : default;
}
