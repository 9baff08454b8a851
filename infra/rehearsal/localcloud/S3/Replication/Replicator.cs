using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.S3.Permissions;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.S3.Replication;

/// <summary>
/// Copies versions between buckets in the background. What is still to be done is written with each version (its pending
/// destinations), so a restart goes on where the last process stopped. A region that is away keeps its copies pending; a
/// configuration that cannot work makes them failed for good.
/// </summary>
internal sealed class Replicator(
    S3Store store, ReplicationPermissions permissions, FaultRegistry faults, TimeProvider time, ILogger<Replicator> log) : IAsyncDisposable
{
    private const int Workers = 4;
    private const string Operation = "ReplicateObject";
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly Channel<ReplicationTask> queue = Channel.CreateUnbounded<ReplicationTask>();
    private readonly ConcurrentQueue<ReplicationTask> parked = new();
    private readonly ConcurrentDictionary<(string Bucket, string Key, string VersionId, string Destination), bool> waiting = new();
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>How many copies wait for their turn, or for a region that is away.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Takes up what an earlier process left pending, and starts copying.</summary>
    public void Start()
    {
        store.ReplicationNeeded = (bucket, key, version) => Want(bucket.Name, key, version);
        foreach (var bucket in store.Buckets)
            foreach (var stored in bucket.Objects.All)
                foreach (var version in stored.Versions) Want(bucket.Name, stored.Key, version);
        var workers = Enumerable.Range(0, Workers).Select(
            _ => Task.Run(() => BackgroundLoop.RunAsync("Replication", WorkAsync, log, time, stopping.Token)));
        running = Task.WhenAll(
            workers.Append(
                BackgroundLoop.RunAsync(
                    "Replication of what was away", BackgroundLoop.Every(RetryInterval, ReleaseParked, time), log, time, stopping.Token)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void Want(string bucket, string key, ObjectVersion version)
    {
        foreach (var (destination, state) in version.Replication)
            if (state == ReplicationState.Pending) Queue(new ReplicationTask(bucket, key, version.Id, destination));
    }

    /// <summary>A copy waits once, however many ask for it.</summary>
    private void Queue(ReplicationTask task)
    {
        if (waiting.TryAdd(task.Identity, true)) queue.Writer.TryWrite(task);
    }

    private void Park(ReplicationTask task)
    {
        if (waiting.TryAdd(task.Identity, true)) parked.Enqueue(task);
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await foreach (var task in queue.Reader.ReadAllAsync(cancellation))
        {
            waiting.TryRemove(task.Identity, out _);
            try
            {
                Replicate(task);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Whatever it was, such as a bucket that is deleted meanwhile: the next try finds out, and no worker ends of it.
                log.LogWarning(exception, "Copying {Bucket}/{Key} {Version} is tried again", task.Bucket, task.Key, task.VersionId);
                Park(task with { NotBefore = time.GetUtcNow() + RetryInterval });
            }
        }
    }

    private void ReleaseParked()
    {
        for (var left = parked.Count; left > 0 && parked.TryDequeue(out var task); left--)
        {
            if (task.NotBefore > time.GetUtcNow()) parked.Enqueue(task);
            else queue.Writer.TryWrite(task);
        }
    }

    private void Replicate(ReplicationTask task)
    {
        if (store.Find(task.Bucket) is not { } source || source.Find(task.Key, task.VersionId) is not { } version) return;
        if (!IsPending(version, task.Destination)) return;
        var destination = store.Find(task.Destination);
        if (destination is not null && IsAway(task, source, destination)) return;

        var result = Copy(source, destination, task.Key, version);
        var now = source.Update(
            task.Key, version.Id, now => now with { Replication = Settled(now, version, task.Destination, result) });
        if (now is not null && IsPending(now, task.Destination)) Queue(task);
    }

    private static bool IsPending(ObjectVersion version, string destination) =>
        version.Replication.TryGetValue(destination, out var state) && state == ReplicationState.Pending;

    /// <summary>A change that came while the copy was made leaves the destination pending: it is copied again.</summary>
    private static ImmutableSortedDictionary<string, ReplicationState> Settled(
        ObjectVersion now, ObjectVersion copied, string destination, ReplicationState result) =>
        now.TagsChanged == copied.TagsChanged ? now.Replication.SetItem(destination, result) : now.Replication;

    private bool IsAway(ReplicationTask task, Bucket source, Bucket destination)
    {
        if (faults.IsDark(VendorNames.S3, source.Settings.Region))
        {
            Park(task with { NotBefore = time.GetUtcNow() + RetryInterval });
            return true;
        }

        switch (faults.Match(VendorNames.S3, destination.Settings.Region, Operation)?.Effect)
        {
            case null:
            case FaultEffect.Lag when task.HasLagged:
                return false;
            case FaultEffect.Lag lag:
                Park(task with { NotBefore = time.GetUtcNow() + lag.Delay, HasLagged = true });
                return true;
            default:
                Park(task with { NotBefore = time.GetUtcNow() + RetryInterval });
                return true;
        }
    }

    private ReplicationState Copy(Bucket source, Bucket? destination, string key, ObjectVersion version)
    {
        var reason = destination is null ? "DstBucketNotFound"
            : !destination.Settings.IsVersioned ? "DstBucketUnversioned"
            : permissions.Refusal(source, destination, key, version);
        if (reason is not null)
        {
            log.LogWarning("Replication of {Bucket}/{Key} {Version} failed: {Reason}", source.Name, key, version.Id, reason);
            return ReplicationState.Failed;
        }

        if (destination!.Find(key, version.Id) is not null) SynchroniseTags(destination, key, version);
        // A replica's own change goes to copies that exist; it never makes a new one.
        else if (!version.IsReplica) CopyContent(source, destination, key, version);
        return ReplicationState.Completed;
    }

    private static void SynchroniseTags(Bucket destination, string key, ObjectVersion version) =>
        destination.Update(key, version.Id, existing => existing.TagsChanged < version.TagsChanged
            ? existing with { Tags = version.Tags, TagsChanged = version.TagsChanged }
            : existing);

    private static void CopyContent(Bucket source, Bucket destination, string key, ObjectVersion version)
    {
        var blob = version.Blob is null ? null : destination.Folder.CopyBlob(source.Folder, version.Blob);
        if (!destination.AddReplica(key, version with { Blob = blob })) destination.Folder.DeleteBlob(blob);
    }
}
