using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Workers.Pipeline.Health;

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>
/// Reads and writes documents in whichever region serves. All regions are asked in order, twice, each with a time limit;
/// after that it is Temporal's turn to wait and try again.
/// </summary>
internal sealed class DocumentClient(
    IReadOnlyList<RegionBucket> buckets, RegionalS3Clients clients, TimeProvider time, ILogger<DocumentClient> log)
{
    private const int Rounds = 2;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(4);
    /// <summary>A key that nobody writes: who answers that there is no such object could have read one.</summary>
    private const string Nothing = "canary/nothing";

    private readonly RegionOrder order = new(buckets, time);

    /// <summary>Whether any of the regions answers.</summary>
    public Contact Contact { get; } = new(time);

    /// <summary>Asks the regions, in order, until one shows that it can be read.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var attempt = new RegionAttempts("read", Nothing);
        foreach (var bucket in order.Now())
        {
            var there = await TryAsync(attempt, bucket, () => GetAsync(bucket, Nothing, long.MaxValue, cancellation), cancellation);
            if (there is not null || attempt.AnySaysMissing) return;
        }

        Contact.Failed(attempt.Answers);
    }

    /// <summary>Reads an object from the first region that has it.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="limit">The largest size taken, in bytes.</param>
    /// <param name="cancellation">Gives the reading up.</param>
    /// <exception cref="DocumentMissingException">Every region answered that it does not exist.</exception>
    /// <exception cref="DocumentTooLargeException">It is larger than <paramref name="limit"/>.</exception>
    /// <exception cref="StorageUnavailableException">
    /// None delivered it and at least one did not answer: that one may have it, for replicas lag behind.
    /// </exception>
    public async Task<StoredDocument> ReadAsync(string key, long limit, CancellationToken cancellation)
    {
        var attempt = new RegionAttempts("read", key);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var bucket in order.Now())
            {
                var document = await TryAsync(attempt, bucket, () => GetAsync(bucket, key, limit, cancellation), cancellation);
                if (document is not null) return document;
            }

            if (attempt.AllSayMissing(buckets.Count)) throw new DocumentMissingException(key, buckets.Select(bucket => bucket.Region));
            if (round < Rounds) await Task.Delay(BetweenRounds, time, cancellation);
        }

        throw attempt.Unavailable();
    }

    /// <summary>Writes an object to the first region that takes it; replication carries it to the others.</summary>
    /// <returns>The region that took it.</returns>
    /// <exception cref="StorageUnavailableException">No region took it.</exception>
    public async Task<string> WriteAsync(string key, byte[] body, string contentType, CancellationToken cancellation)
    {
        var attempt = new RegionAttempts("store", key);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var bucket in order.Now())
            {
                var region = await TryAsync(attempt, bucket, () => PutAsync(bucket, key, body, contentType, cancellation), cancellation);
                if (region is not null) return region;
            }

            if (round < Rounds) await Task.Delay(BetweenRounds, time, cancellation);
        }

        throw attempt.Unavailable();
    }

    private async Task<T?> TryAsync<T>(RegionAttempts attempt, RegionBucket bucket, Func<Task<T>> call, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var answer = await call();
            order.Served(bucket.Region);
            Contact.Answered();
            return answer;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound
            && missing.ErrorCode is "NoSuchKey" or "NotFound")
        {
            attempt.Missing(bucket.Region);
            Contact.Answered();
            return null;
        }
        catch (Exception failure) when (IsWorthAnotherRegion(failure) && !cancellation.IsCancellationRequested)
        {
            order.Failed(bucket.Region);
            attempt.Failed(bucket.Region, failure, AnswerLimit);
            log.LogWarning("{Region} did not serve {Bucket}: {Reason}", bucket.Region, bucket.Bucket, attempt.LastReason);
            return null;
        }
    }

    private async Task<StoredDocument> GetAsync(RegionBucket bucket, string key, long limit, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var answer = await clients.For(bucket.Region).GetObjectAsync(
            new GetObjectRequest { BucketName = bucket.Bucket, Key = key }, either.Token);
        if (answer.ContentLength > limit) throw new DocumentTooLargeException(key, answer.ContentLength, limit);

        timeout.CancelAfter(Transfer(answer.ContentLength));
        using var body = new MemoryStream(checked((int)answer.ContentLength));
        await answer.ResponseStream.CopyToAsync(body, either.Token);
        return new(body.ToArray(), answer.Headers.ContentType, bucket.Region);
    }

    private async Task<string> PutAsync(RegionBucket bucket, string key, byte[] body, string contentType, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Transfer(body.Length), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var content = new MemoryStream(body, writable: false);
        await clients.For(bucket.Region).PutObjectAsync(
            new PutObjectRequest { BucketName = bucket.Bucket, Key = key, InputStream = content, ContentType = contentType }, either.Token);
        return bucket.Region;
    }

    // 1 MiB/s is far below what any region serves: slower than that is as good as dark.
    private static TimeSpan Transfer(long bytes) => AnswerLimit + TimeSpan.FromSeconds(bytes / (1024.0 * 1024.0));

    private static bool IsWorthAnotherRegion(Exception failure) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException
            or TimeoutException;
}
