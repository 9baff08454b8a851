using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Providers.Aws;
using PipAi.Testing;

namespace PipAi.Aws.Tests;

/// <summary>
/// What the network and S3 do wrong, on a bare socket. Repetition and waits are the SDK's; the provider sets their limits and words.
/// </summary>
public sealed class FaultTests(AwsCloud cloud) : IClassFixture<AwsCloud>
{
    private const string Bucket = "aws:s3/bucket:Bucket";
    private static readonly Reaction Good = new Reaction.Answer(404);

    /// <summary>Name and what happens.</summary>
    public static TheoryData<string, Reaction[]> Passing => new()
    {
        { "a burst", [new Reaction.Answer(500, ""), new Reaction.Answer(502, "<html>"), new Reaction.Answer(503, ""), Good] },
        { "429", [new Reaction.Answer(429, ""), new Reaction.Answer(429, "", "Retry-After: 1"), Good] },
        { "a hanging connection", [new Reaction.Hang(), Good] },
        { "resets", [new Reaction.Reset(), new Reaction.Reset(), Good] },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_for_and_the_call_repeated(string what, Reaction[] reactions)
    {
        await using var server = new FaultyServer(reactions);
        var read = await Provider(server, reactions).ReadAsync(
            new Created(Bucket, "it", "demo", Driver.Properties("""{"bucket":"demo","region":"us-east-1"}"""), PropertyMap.Empty));
        Assert.True(string.IsNullOrEmpty(read.Id), what);
        Assert.Equal(reactions.Length, server.Requests.Count);
    }

    /// <summary>What happens again and again, how a creation ends, and how many requests it takes at least.</summary>
    public static TheoryData<Reaction, string, int> Lasting => new()
    {
        { new Reaction.Answer(503, "<Error><Code>SlowDown</Code><Message>too busy</Message></Error>"), "SlowDown: too busy", 5 },
        { new Reaction.Reset(), "S3 did not answer about", 5 },
        { new Reaction.Hang(), "S3 did not answer about", 5 },
        {
            new Reaction.Answer(403, "<Error><Code>AccessDenied</Code><Message>the reason</Message></Error>"),
            "AccessDenied: the reason",
            1
        },
        {
            new Reaction.Answer(400, "<Error><Code>InvalidBucketName</Code><Message>the reason</Message></Error>"),
            "InvalidBucketName: the reason",
            1
        },
    };

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_does_not_pass_is_told_with_the_call(Reaction reaction, string said, int requests)
    {
        await using var server = new FaultyServer(reaction);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Provider(server, reaction).CreateAsync(Bucket, """{"bucket":"demo"}"""));
        Assert.StartsWith("S3 ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("demo", failure.Message, StringComparison.Ordinal);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        // .NET's own client repeats some, too, before the SDK hears of it.
        Assert.InRange(server.Requests.Count, requests, requests == 1 ? 1 : 4 * requests);
    }

    [Fact]
    public async Task An_answer_that_is_not_XML_is_told_with_the_call()
    {
        await using var server = new FaultyServer(new Reaction.Answer(200, "<html>We will be back"));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Provider(server).ReadAsync(
            new Created(
                "aws:s3/bucketVersioning:BucketVersioning", "it", "demo",
                Driver.Properties("""{"bucket":"demo","versioningConfiguration":{"status":"Enabled"}}"""), PropertyMap.Empty)));
        Assert.StartsWith("S3's answer about ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("demo", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_not_done_twice()
    {
        cloud.Host.Faults.Add(
            new Fault { Service = VendorNames.S3, Operation = "*CreateBucket*", Effect = new FaultEffect.LoseAnswer(), Times = 1 });
        var made = await (await cloud.ProviderAsync()).CreateAsync(Bucket, """{"bucket":"answer-lost"}""");
        Assert.Equal("answer-lost", made.Id);
        using var s3 = cloud.Client("us-east-1");
        Assert.Single(
            (await s3.ListBucketsAsync(TestContext.Current.CancellationToken)).Buckets, bucket => bucket.BucketName == "answer-lost");
    }

    [Fact]
    public async Task A_change_that_meets_another_of_the_same_bucket_is_tried_again_and_any_other_conflict_is_told()
    {
        var provider = await cloud.ProviderAsync();
        cloud.Host.Faults.Add(Conflict("PutBucketVersioning", "OperationAborted", 2));
        await provider.CreateAsync(Bucket, """{"bucket":"meets-another"}""");
        await provider.CreateAsync(
            "aws:s3/bucketVersioning:BucketVersioning", """{"bucket":"meets-another","versioningConfiguration":{"status":"Enabled"}}""");
        Assert.DoesNotContain(cloud.Host.Faults.Faults, fault => fault.Operation == "PutBucketVersioning");

        cloud.Host.Faults.Add(Conflict("PutBucketVersioning", "InvalidBucketState", 1));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            provider.CreateAsync(
                "aws:s3/bucketVersioning:BucketVersioning",
                """{"bucket":"meets-another","versioningConfiguration":{"status":"Enabled"}}"""));
        Assert.Contains(": InvalidBucketState: ", refused.Message, StringComparison.Ordinal);
    }

    private static Fault Conflict(string operation, string code, int times) => new()
    {
        Service = VendorNames.S3,
        Operation = operation,
        Effect = new FaultEffect.Status(409, Error: code),
        Times = times,
    };

    /// <summary>A provider that waits long, as a busy machine is slow, but not where it is to wait in vain.</summary>
    private static Driver Provider(FaultyServer server, params Reaction[] reactions) =>
        Provider(server, TimeSpan.FromSeconds(reactions.OfType<Reaction.Hang>().Any() ? 3 : 60));

    private static Driver Provider(FaultyServer server, TimeSpan timeout) => new(new AwsProvider(
        name => name switch
        {
            "AWS_ENDPOINT_URL_S3" => server.Address.AbsoluteUri,
            "AWS_ACCESS_KEY_ID" => "key",
            "AWS_SECRET_ACCESS_KEY" => "secret",
            "AWS_REGION" => "us-east-1",
            _ => null,
        },
        TimeProvider.System,
        timeout: timeout));
}
