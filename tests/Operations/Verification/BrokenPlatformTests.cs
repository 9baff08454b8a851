using System.Text.Json.Nodes;
using Amazon.S3;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Tests.Restores;
using PipAi.Operations.Verification;
using PipAi.Testing;
using static PipAi.Operations.Tests.Verification.DeployedSample;

namespace PipAi.Operations.Tests.Verification;

/// <summary>
/// A platform that is broken in one way at a time. Each time the verification says so in one line, which holds before that.
/// </summary>
public sealed class BrokenPlatformTests(RunningBuckets cloud) : IClassFixture<RunningBuckets>
{
    [Fact]
    public Task A_region_with_no_machine() => CaughtAsync(
        "workers", $"{Workers} has 1 healthy in ord", "0 of 1 healthy", "./pipai up --refresh --stack prod",
        sample => Task.FromResult(sample.Fly.Machines[Workers].RemoveAll(machine => (string)machine["region"]! == "ord")));

    [Fact]
    public Task A_region_without_which_too_few_workers_are_left() => CaughtAsync(
        "capacity", "enough workers are left without iad", "0", "./pipai status --stack prod",
        sample => Task.FromResult(sample[Workers, "w3"]["state"] = "stopped"));

    [Fact]
    public Task A_surplus_machine() => CaughtAsync(
        "surplus", $"all machines of {Workers} were declared", $"nobody declared machine 'w9' (w9) of {Workers} in iad, started",
        "./pipai verify --remove w9 --stack prod",
        sample =>
        {
            sample.Fly.Machines[Workers].Add(Machine("w9", "iad"));
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_check_that_never_passes() => CaughtAsync(
        "workers", $"{Workers} has 1 healthy in ord", "0 of 1 healthy; w3 started, 0/1 checks pass", "./pipai status --stack prod",
        sample => Task.FromResult(sample[Workers, "w3"]["checks"]![0]!["status"] = "critical"));

    [Fact]
    public Task A_worker_that_does_not_drain() => CaughtAsync(
        "workers", $"{Workers}'s machines are given time to finish their work", "w2: SIGTERM, 0 s", "./pipai up --refresh --stack prod",
        sample => Task.FromResult(sample[Workers, "w2"]["config"]!["stop_config"]!["timeout"] = "0s"));

    [Fact]
    public Task A_worker_that_is_not_restarted() => CaughtAsync(
        "workers", $"{Workers}'s machines are restarted when they end", "w2: no", "./pipai up --refresh --stack prod",
        sample => Task.FromResult(sample[Workers, "w2"]["config"]!["restart"] = new JsonObject { ["policy"] = "no" }));

    [Fact]
    public Task A_machine_with_another_image_and_variable() => CaughtAsync(
        "parsing", $"{Parsers}'s machines have the image, the size and the variables that were declared",
        "p1: image, variable LOG_LEVEL, variable MORE", "./pipai up --refresh --stack prod",
        sample =>
        {
            var config = sample[Parsers, "p1"]["config"]!;
            config["image"] = "registry.fly.io/app@sha256:f";
            config["env"] = new JsonObject { ["LOG_LEVEL"] = "debug", ["MORE"] = "1" };
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_parser_without_slots() => CaughtAsync(
        "parsing", "parsers in iad have a slot that can work", "0 of 1; p1 answers 503 No slot can work.",
        $"./pipai logs --app {Parsers} --stack prod",
        sample =>
        {
            sample.Fly.Unwell["p1"] = "No slot can work.";
            return Task.CompletedTask;
        });

    [Fact]
    public Task Versioning_suspended() => CaughtAsync(
        "storage", "{us-west-2} (us-west-2) keeps versions", "versioning Suspended", "./pipai up --refresh --stack prod",
        async sample =>
        {
            var (s3, bucket) = (sample.Mesh[RunningBuckets.West], sample.Mesh.Outputs.Buckets[RunningBuckets.West]);
            // S3 refuses it while the bucket is copied.
            await s3.DeleteBucketReplicationAsync(new() { BucketName = bucket }, TestContext.Current.CancellationToken);
            await s3.PutBucketVersioningAsync(
                new() { BucketName = bucket, VersioningConfig = new() { Status = VersionStatus.Suspended } },
                TestContext.Current.CancellationToken);
        });

    [Fact]
    public Task A_one_way_rule() => CaughtAsync(
        "storage", "{us-west-2} (us-west-2) is copied to every other bucket", "no rule to us-east-1", "./pipai up --refresh --stack prod",
        async sample =>
        {
            var (s3, bucket) = (sample.Mesh[RunningBuckets.West], sample.Mesh.Outputs.Buckets[RunningBuckets.West]);
            var answer = await s3.GetBucketReplicationAsync(new() { BucketName = bucket }, TestContext.Current.CancellationToken);
            var rules = answer.Configuration;
            rules.Rules.RemoveAll(rule => rule.Destination.BucketArn.EndsWith("us-east-1", StringComparison.Ordinal));
            await s3.PutBucketReplicationAsync(
                new() { BucketName = bucket, Configuration = rules }, TestContext.Current.CancellationToken);
        });

    [Fact]
    public async Task A_bucket_with_lag()
    {
        IAsyncDisposable? lag = null;
        await CaughtAsync(
            "storage", "an object written in us-east-1 is readable in us-west-2", "not there after 30 s",
            "./pipai cloud logs --stack prod",
            async _ => lag = await cloud.FaultAsync(new Fault
            {
                Id = "slow",
                Service = VendorNames.S3,
                Region = RunningBuckets.West,
                Operation = "ReplicateObject",
                Effect = new FaultEffect.Lag(TimeSpan.FromMinutes(10)),
            }));
        await lag!.DisposeAsync();
    }

    [Fact]
    public Task A_namespace_without_replica() => CaughtAsync(
        "temporal", "namespace '{namespace}' is in all its regions", "aws-us-east-1 active", "./pipai up --refresh --stack prod",
        async sample =>
        {
            var service = (await sample.Access.TemporalCloudAsync()).CloudService;
            var space = (await service.GetNamespaceAsync(new() { Namespace = sample.Namespace })).Namespace;
            await sample.DoneAsync((await service.DeleteNamespaceRegionAsync(
                new() { Namespace = sample.Namespace, Region = "aws-us-west-2", ResourceVersion = space.ResourceVersion })).AsyncOperation);
        });

    [Fact]
    public async Task A_key_about_to_end()
    {
        await using var sample = await CreateAsync(cloud);
        var before = Assert.Single(await sample.VerifyAsync("expiry", cloud.Time));
        Assert.True(before.Passed, before.Evidence);
        var after = Assert.Single(await sample.VerifyAsync("expiry", new Later(cloud.Time, TimeSpan.FromDays(75))));
        Assert.Equal(("API key 'workers' is good for 30 days", false), (after.Name, after.Passed));
        Assert.StartsWith("24 days, until ", after.Found, StringComparison.Ordinal);
        Assert.Equal("30 days or more", after.Expected);
        Assert.StartsWith("./pipai config set temporalApiKeyExpiry ", after.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_variable_that_differs() => CaughtAsync(
        "frontend", "variables of the frontend are those that were declared", "'TASK_QUEUE' for production has another value",
        "./pipai up --refresh --stack prod",
        sample => sample.VercelAsync(
            HttpMethod.Patch, $"/v9/projects/{sample.Frontend.Project}/env/{sample.Frontend.Variable}", """{"value":"drafts"}"""));

    [Fact]
    public async Task A_worker_that_polls_nothing()
    {
        await using var sample = await CreateAsync(cloud);
        string[] primary = [$"iad/w1@{Workers}", $"iad/w2@{Workers}"];
        using var polls = new CancellationTokenSource();
        await sample.PollAsync([.. primary, $"ord/w3@{Workers}"], polls.Token);
        const string Line = "1 workers in ord poll 'documents'";
        CheckResult result;
        do result = (await sample.VerifyAsync("temporal", cloud.Time)).Single(check => check.Name == Line);
        while (!result.Passed);

        await polls.CancelAsync();
        // The server may learn of it later than this process.
        do
        {
            cloud.Time.Advance(PollerChecks.OnePoll + TimeSpan.FromSeconds(1));
            await sample.PollAsync(primary, CancellationToken.None);
            result = (await sample.VerifyAsync("temporal", cloud.Time)).Single(check => check.Name == Line);
        }
        while (result.Passed);
        Assert.StartsWith("0 of 1 poll; w3 last ", result.Found, StringComparison.Ordinal);
        Assert.Equal(("1", "./pipai logs --stack prod"), (result.Expected, result.Fix));
    }

    private async Task CaughtAsync(string area, string line, string found, string fix, Func<DeployedSample, Task> breakAsync)
    {
        await using var sample = await CreateAsync(cloud);
        foreach (var (region, bucket) in sample.Mesh.Outputs.Buckets)
            line = line.Replace($"{{{region}}}", bucket, StringComparison.Ordinal);
        line = line.Replace("{namespace}", sample.Namespace, StringComparison.Ordinal);
        using var time = new HurriedTime();
        var before = (await sample.VerifyAsync(area, time)).Single(check => check.Name == line);
        Assert.True(before.Passed, $"{before.Name}: {before.Evidence}");
        await breakAsync(sample);
        var after = (await sample.VerifyAsync(area, time)).Single(check => check.Name == line);
        Assert.False(after.Passed);
        Assert.Equal((found, fix), (after.Found, after.Fix));
    }

    private sealed class Later(TimeProvider time, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;
    }
}
