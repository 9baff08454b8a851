using System.Collections.Concurrent;
using System.Collections.Immutable;
using Amazon.S3;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Restores;

/// <summary>Carries a plan out.</summary>
internal sealed class RestoreExecution(PlatformOutputs outputs, RegionClients clients, RestorePlan plan, TimeProvider time)
{
    private readonly StoragePlace target = plan.Goal.Target;
    private readonly ConcurrentBag<RestoreStep> done = [];
    private readonly ConcurrentDictionary<string, string> failed = new(StringComparer.Ordinal);

    /// <summary>Carries it out, as far as it is not called off.</summary>
    public async Task<RestoreResult> RunAsync(IProgress<RestoreProgress>? progress, CancellationToken cancellation)
    {
        await RequireVersionsAsync(cancellation);
        var (started, steps, ended) = (time.GetTimestamp(), plan.Changes.ToList(), 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketRestore.AtOnce, CancellationToken = cancellation };
        try
        {
            await Parallel.ForEachAsync(steps, options, async (step, stop) =>
            {
                await TryAsync(step, stop);
                var now = Interlocked.Increment(ref ended);
                progress?.Report(new RestoreProgress(now, steps.Count));
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is done stays; the result says what is left.
        }

        return new RestoreResult
        {
            Copied = done.Count(step => step.Action == RestoreAction.Copy),
            Deleted = done.Count(step => step.Action == RestoreAction.Delete),
            Bytes = done.Sum(step => step.Version?.Size ?? 0),
            Left = steps.Count - ended,
            Failed = failed.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Took = time.GetElapsedTime(started),
        };
    }

    private async Task TryAsync(RestoreStep step, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(step, cancellation);
            done.Add(step);
        }
        catch (PlatformCallException failure)
        {
            failed[step.Key] = failure.Message;
        }
    }

    private async Task RunAsync(RestoreStep step, CancellationToken cancellation)
    {
        if (step.Action == RestoreAction.Delete)
        {
            await PlatformCall.MakeAsync(
                $"'{step.Key}' cannot be deleted in {target.Bucket}",
                () => clients[target.Region].DeleteObjectAsync(target.Bucket, step.Key, cancellation), cancellation);
            return;
        }

        // A region that has gone dark since the plan has, as a rule, its copy elsewhere.
        for (var next = 0; ; next++)
        {
            var region = step.Regions[next];
            var version = new VersionAddress(clients[region], outputs.Buckets[region], step.Version!.Key, step.Version.Id);
            try
            {
                await PlatformCall.MakeAsync($"'{step.Key}' cannot be copied from {region} to {target.Bucket}", async () =>
                {
                    await ObjectCopy.RunAsync(version, step.Version, clients[target.Region], (target.Bucket, step.Key), cancellation);
                    return true;
                }, cancellation);
                return;
            }
            catch (PlatformCallException) when (next + 1 < step.Regions.Length)
            {
            }
        }
    }

    private Task<bool> RequireVersionsAsync(CancellationToken cancellation) =>
        PlatformCall.MakeAsync($"Nothing is put into '{target.Bucket}'", async () =>
        {
            var versioning = (await clients[target.Region].GetBucketVersioningAsync(target.Bucket, cancellation)).VersioningConfig?.Status;
            return versioning == VersionStatus.Enabled
                ? true : throw new InvalidOperationException("it keeps no versions, so what is there now would be lost");
        }, cancellation);
}
