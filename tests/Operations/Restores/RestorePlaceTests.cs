using Amazon.S3.Model;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;
using static PipAi.Operations.Tests.Restores.RunningBuckets;

namespace PipAi.Operations.Tests.Restores;

/// <summary>From where to where: regions that have what another lacks, places that are named, places that are others.</summary>
public sealed class RestorePlaceTests(RunningBuckets cloud) : IClassFixture<RunningBuckets>
{
    [Fact]
    public async Task Versions_that_are_gone_for_good_in_one_region_come_from_another()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "one");
        await mesh.PutAsync("b", "two");
        await mesh.CopiedAsync(2);
        var before = cloud.Time.Between();
        foreach (var version in await mesh.VersionsAsync()) await mesh.DeleteAsync(version.Key, version: version.Id);
        Assert.Empty(await mesh.VersionsAsync());

        var plan = await mesh.PlanAsync(new(mesh.Place(East), before));
        Assert.All(plan.Steps, step => Assert.Equal((RestoreAction.Copy, Middle), (step.Action, step.Regions[0])));
        await mesh.RunAsync(plan);
        Assert.Equal(["a=one", "b=two"], await mesh.ContentsAsync());
    }

    [Fact]
    public async Task What_a_dark_region_had_is_put_into_another_one_and_what_was_not_there_goes()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "old");
        var before = cloud.Time.Between();
        await mesh.PutAsync("a", "new");
        await mesh.PutAsync("b", "added");
        await mesh.CopiedAsync(3);
        await using (await cloud.DarkAsync(East))
        {
            var plan = await mesh.PlanAsync(new(mesh.Place(East), mesh.Place(West), before));
            Assert.Equal([East], plan.Unread.Keys);
            Assert.Equal(["a Copy", "b Delete"], plan.Steps.Select(step => $"{step.Key} {step.Action}"));
            Assert.Equal(1, (await mesh.RunAsync(plan)).Copied);
            Assert.Equal(["a=old"], await mesh.ContentsAsync(West));
            var refused = await Assert.ThrowsAsync<PlatformCallException>(() => mesh.PlanAsync(new(mesh.Place(East), before)));
            Assert.StartsWith(
                $"The versions of '{mesh.Outputs.Buckets[East]}' in {East} cannot be read", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_region_that_goes_dark_after_the_plan_is_replaced_by_one_that_has_the_same_version()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "old");
        await mesh.CopiedAsync(1);
        var before = cloud.Time.Between();
        foreach (var version in await mesh.VersionsAsync()) await mesh.DeleteAsync(version.Key, version: version.Id);
        var plan = await mesh.PlanAsync(new(mesh.Place(East), before));
        Assert.Equal([Middle, West], plan.Steps.Single().Regions);
        foreach (var version in await mesh.VersionsAsync(Middle)) await mesh.DeleteAsync(version.Key, Middle, version.Id);

        Assert.Empty((await mesh.RunAsync(plan)).Failed);
        Assert.Equal(["a=old"], await mesh.ContentsAsync());
    }

    [Fact]
    public async Task An_object_alone_is_put_back_and_so_is_what_is_below_a_prefix()
    {
        var mesh = await cloud.MeshAsync();
        foreach (var key in (string[])["x/a", "x/ab", "y/a"]) await mesh.PutAsync(key, "old");
        var before = cloud.Time.Between();
        foreach (var key in (string[])["x/a", "x/ab", "y/a"]) await mesh.PutAsync(key, "new");

        await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East, "x/a"), before)));
        Assert.Equal(["x/a=old", "x/ab=new", "y/a=new"], await mesh.ContentsAsync());
        await mesh.RunAsync(await mesh.PlanAsync(new(mesh.Place(East, "x/"), before)));
        Assert.Equal(["x/a=old", "x/ab=old", "y/a=new"], await mesh.ContentsAsync());
    }

    [Fact]
    public async Task In_another_place_only_copies_are_made()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("x/a", "old");
        var before = cloud.Time.Between();
        await mesh.PutAsync("x/a", "new");
        await mesh.PutAsync("x/b", "added");
        await mesh.PutAsync("looked-at/b", "of another");

        var plan = await mesh.PlanAsync(new(mesh.Place(East, "x/"), mesh.Place(East, "looked-at/"), before));
        await mesh.RunAsync(plan);
        Assert.Equal(
            ["looked-at/a=old", "looked-at/b=of another", "x/a=new", "x/b=added"],
            (await mesh.ContentsAsync()).Order(StringComparer.Ordinal));
        Assert.Empty((await mesh.PlanAsync(plan.Goal)).Changes);
    }

    [Fact]
    public async Task Where_no_versions_are_kept_nothing_is_written()
    {
        var mesh = await cloud.MeshAsync();
        await mesh.PutAsync("a", "old");
        var before = cloud.Time.Between();
        await mesh.PutAsync("a", "new");
        var stop = TestContext.Current.CancellationToken;
        await mesh[East].PutBucketAsync($"{mesh.Outputs.Buckets[East]}-plain", stop);
        var plain = new StoragePlace($"{mesh.Outputs.Buckets[East]}-plain", East);

        var plan = await mesh.PlanAsync(new(mesh.Place(East), plain, before));
        var refused = await Assert.ThrowsAsync<PlatformCallException>(() => mesh.RunAsync(plan));
        Assert.Equal(
            $"Nothing is put into '{plain.Bucket}': it keeps no versions, so what is there now would be lost.", refused.Message);
        Assert.Empty((await mesh[East].ListObjectsV2Async(new() { BucketName = plain.Bucket }, stop)).S3Objects ?? []);
    }

    [Fact]
    public async Task A_place_is_named_by_its_bucket_its_region_or_as_the_primary_one()
    {
        var (mesh, stop) = (await cloud.MeshAsync(), TestContext.Current.CancellationToken);
        var restore = mesh.Restore();
        Assert.Equal(mesh.Place(West, "a/b"), restore.Find($"s3://{mesh.Outputs.Buckets[West]}/a/b"));
        Assert.Equal(mesh.Place(West), restore.Find("us-west-2"));
        Assert.Equal(mesh.Place(East, "x/"), restore.Find("primary/x/"));
        Assert.Null(restore.Find("s3://others"));
        await mesh[Middle].PutBucketAsync(
            new PutBucketRequest
            {
                BucketName = $"other-{mesh.Outputs.Buckets[Middle]}",
                PutBucketConfiguration = new() { LocationConstraint = Middle },
            },
            stop);
        var other = await restore.FindAnywhereAsync($"s3://other-{mesh.Outputs.Buckets[Middle]}/p/", stop);
        Assert.Equal(new StoragePlace($"other-{mesh.Outputs.Buckets[Middle]}", Middle, "p/"), other);
        await Assert.ThrowsAsync<PlatformCallException>(() => restore.FindAnywhereAsync("s3://there-is-none", stop));
    }
}
