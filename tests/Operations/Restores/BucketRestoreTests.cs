using Amazon.S3.Model;
using PipAi.Operations.Restores;
using static PipAi.Operations.Tests.Restores.RunningBuckets;

namespace PipAi.Operations.Tests.Restores;

/// <summary>Objects and buckets put back over S3's own protocol.</summary>
public sealed class BucketRestoreTests(RunningBuckets cloud) : IClassFixture<RunningBuckets>
{
    [Fact]
    public async Task A_bucket_is_as_it_was_after_overwriting_deleting_and_adding_and_a_second_restore_does_nothing()
    {
        var mesh = await cloud.MeshAsync();
        foreach (var key in (string[])["a", "b", "c"]) await mesh.PutAsync(key, $"old {key}");
        var before = cloud.Time.Between();
        await mesh.PutAsync("a", "new a");
        await mesh.DeleteAsync("b");
        await mesh.PutAsync("d", "added");

        var plan = await mesh.PlanAsync(new(mesh.Place(East), before));
        Assert.Equal(["a Copy", "b Copy", "c Unchanged", "d Delete"], plan.Steps.Select(step => $"{step.Key} {step.Action}"));
        Assert.Equal(10, plan.Bytes);
        var result = await mesh.RunAsync(plan);

        Assert.Equal((2, 1, 10, 0), (result.Copied, result.Deleted, result.Bytes, result.Left));
        Assert.Empty(result.Failed);
        Assert.Equal(["a=old a", "b=old b", "c=old c"], await mesh.ContentsAsync());
        Assert.Empty((await mesh.PlanAsync(new(mesh.Place(East), before))).Changes);
    }

    [Fact]
    public async Task Nothing_is_lost_and_a_restore_can_be_restored()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "old");
        var before = cloud.Time.Between();
        await mesh.PutAsync("a", "new");
        var (versions, afterwards) = (await mesh.VersionsAsync(), cloud.Time.Between());
        await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East), before)));

        Assert.Empty(versions.Except(await mesh.VersionsAsync()));
        await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East), afterwards)));
        Assert.Equal(["a=new"], await mesh.ContentsAsync());
    }

    [Fact]
    public async Task Headers_metadata_and_tags_come_back_with_the_bytes()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "same", change: put =>
        {
            put.ContentType = "text/markdown";
            put.Headers.CacheControl = "no-store";
            put.Metadata["source"] = "mail";
            put.TagSet = [new Tag { Key = "tenant", Value = "acme" }];
        });
        var before = cloud.Time.Between();
        // The same bytes: nothing but headers and tags tells the two from each other.
        await mesh.PutAsync("a", "same", change: put => put.ContentType = "text/plain");

        var result = await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East), before)));

        Assert.Equal(1, result.Copied);
        var (bucket, stop) = (mesh.Outputs.Buckets[East], TestContext.Current.CancellationToken);
        var head = await mesh[East].GetObjectMetadataAsync(bucket, "a", stop);
        Assert.Equal(("text/markdown", "no-store", "mail"), (head.ContentType, head.CacheControl, head.Metadata["source"]));
        var tags = await mesh[East].GetObjectTaggingAsync(new() { BucketName = bucket, Key = "a" }, stop);
        Assert.Equal(["tenant=acme"], tags.Tagging.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Empty((await mesh.PlanAsync(new(mesh.Place(East), before))).Changes);
    }

    [Fact]
    public async Task An_object_that_was_uploaded_in_parts_keeps_its_parts_so_that_a_second_restore_sees_the_first()
    {
        var mesh = await cloud.MeshAsync();
        var (bucket, stop) = (mesh.Outputs.Buckets[East], TestContext.Current.CancellationToken);
        var begin = new InitiateMultipartUploadRequest { BucketName = bucket, Key = "big", ContentType = "text/plain" };
        begin.Metadata["source"] = "mail";
        var upload = await mesh[East].InitiateMultipartUploadAsync(begin, stop);
        var parts = new List<PartETag>();
        foreach (var (number, size) in new[] { (1, 5 << 20), (2, 1000) })
        {
            var part = await mesh[East].UploadPartAsync(
                new()
                {
                    BucketName = bucket,
                    Key = "big",
                    UploadId = upload.UploadId,
                    PartNumber = number,
                    InputStream = new MemoryStream(new byte[size]),
                },
                stop);
            parts.Add(new PartETag(number, part.ETag));
        }

        await mesh[East].CompleteMultipartUploadAsync(
            new() { BucketName = bucket, Key = "big", UploadId = upload.UploadId, PartETags = parts }, stop);
        var (before, was) = (cloud.Time.Between(), (await mesh.VersionsAsync()).Single());
        await mesh.PutAsync("big", "small");

        Assert.Empty((await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East), before)))).Failed);
        var now = (await mesh.VersionsAsync())[0];
        Assert.Equal((was.ETag, was.Size), (now.ETag, now.Size));
        Assert.EndsWith("-2\"", was.ETag, StringComparison.Ordinal);
        Assert.Equal("mail", (await mesh[East].GetObjectMetadataAsync(bucket, "big", stop)).Metadata["source"]);
        Assert.Empty((await mesh.PlanAsync(new(mesh.Place(East), before))).Changes);
    }

    [Fact]
    public async Task A_restore_that_is_stopped_says_what_is_left_and_goes_on_from_there()
    {
        var mesh = await cloud.MeshAsync();
        for (var number = 0; number < 100; number++) await mesh.PutAsync($"{number:000}", "old");
        var before = cloud.Time.Between();
        for (var number = 0; number < 100; number++) await mesh.DeleteAsync($"{number:000}");
        var plan = await mesh.PlanAsync(new(mesh.Place(East), before));
        using var stop = new CancellationTokenSource();
        var stopped = await mesh.Restore().RunAsync(
            plan, new Reports(progress => { if (progress.Done == 10) stop.Cancel(); }), stop.Token);

        Assert.InRange(stopped.Left, 1, 90);
        var rest = await mesh.PlanAsync(new(mesh.Place(East), before));
        Assert.InRange(rest.Changes.Count(), 1, 90);
        Assert.Equal(0, (await mesh.RunAsync(rest)).Left);
        Assert.Equal(100, (await mesh.ContentsAsync()).Length);
    }

    [Fact]
    public async Task What_the_lifecycle_may_have_removed_is_told_from_what_was_not_there()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "x");
        await mesh[East].PutLifecycleConfigurationAsync(
            new()
            {
                BucketName = mesh.Outputs.Buckets[East],
                Configuration = new()
                {
                    Rules =
                    [
                        new()
                        {
                            Id = "old-versions",
                            Status = "Enabled",
                            Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                            NoncurrentVersionExpiration = new() { NoncurrentDays = 30 },
                        },
                    ],
                },
            },
            TestContext.Current.CancellationToken);
        var written = (await mesh.VersionsAsync()).Single().Written;

        var later = new Later(TimeSpan.FromDays(31));
        var plan = await mesh.Restore(later).PlanAsync(
            new(mesh.Place(East), written - TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);
        Assert.Equal(RestoreAction.NotKept, plan.Steps.Single().Action);
        Assert.True(plan.IsBeforeKept);
        var sooner = await mesh.Restore(new Later(TimeSpan.FromDays(29))).PlanAsync(
            new(mesh.Place(East), written - TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);
        Assert.Equal(RestoreAction.Delete, sooner.Steps.Single().Action);
        Assert.False(sooner.IsBeforeKept);
    }

    private sealed class Reports(Action<RestoreProgress> report) : IProgress<RestoreProgress>
    {
        private readonly Lock gate = new();

        public void Report(RestoreProgress value)
        {
            lock (gate) report(value);
        }
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
