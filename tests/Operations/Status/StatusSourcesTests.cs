using System.Collections.Immutable;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using PipAi.Operations.Status;
using PipAi.Operations.Status.Sources;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Tests.Surplus;
using Temporalio.Activities;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Client;
using Temporalio.Worker;

namespace PipAi.Operations.Tests.Status;

/// <summary>What is read of a platform by the vendors' own protocols.</summary>
public sealed class StatusSourcesTests(RunningCloud cloud) : IClassFixture<RunningCloud>
{
    private static readonly string[] Regions = ["us-east-2", "us-west-2"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_queue_copies_and_addresses_are_read_at_once_and_what_is_missing_fails_alone()
    {
        var outputs = await OutputsAsync();
        await cloud.AppAsync(outputs.WorkersApp);
        var machine = await cloud.MachineAsync(outputs.WorkersApp, "workers-iad-1");
        using var sources = new StatusSources(new DeployedPlatform("prod", outputs, [], cloud.Access), TimeProvider.System);
        var status = await Reader(sources).ReadOnceAsync(Cancellation);

        Assert.Equal(("prod", "rehearsal", "iad"), (status.Stack, status.Where, status.PrimaryRegion));
        var found = Assert.Single(status.Apps[0].Machines!.Value);
        Assert.Equal((machine, "iad", "eeeeeeeeeeee"), (found.Id, found.Region, found.Image));
        Assert.Null(status.Apps[1].Machines); // no such app
        Assert.Equal(
            ["parsers at Fly"], status.Sources.Where(source => source.FailingSince is not null).Select(source => source.Name));
        Assert.Equal(["frontend", "workers", "parsing", "parsing statistics"], status.Endpoints.Select(endpoint => endpoint.Name));
        Assert.DoesNotContain(status.Endpoints, endpoint => endpoint.Works);
        Assert.Equal(ReplicationSnapshot.Nothing, status.Replication! with { Replicas = [] });
        Assert.Equal(0, status.Queue!.Backlog);
    }

    [Fact]
    public async Task A_document_that_waits_counts_in_the_queue_and_is_behind_until_each_region_has_it()
    {
        var outputs = await OutputsAsync();
        var temporal = await cloud.Access.TemporalAsync(outputs);
        await PutAsync("us-east-2", outputs, "documents/first/a.pdf");
        await temporal.StartWorkflowAsync("ProcessDocument", [], new WorkflowOptions("document-first", outputs.TemporalTaskQueue));
        using var sources = new StatusSources(new DeployedPlatform("prod", outputs, [], cloud.Access), TimeProvider.System);
        var reader = Reader(sources);
        var behind = await reader.ReadOnceAsync(Cancellation);

        Assert.Equal(1, behind.Queue!.Backlog);
        Assert.True(behind.Queue.Age > TimeSpan.Zero);
        Assert.Empty(behind.Queue.Pollers);
        Assert.Equal(("documents/first/a.pdf", "us-east-2"), (behind.Replication!.Key, behind.Replication.WrittenIn));
        Assert.Equal([("us-west-2", false)], behind.Replication.Replicas.Select(replica => (replica.Region, replica.IsThere)));

        await PutAsync("us-west-2", outputs, "documents/first/a.pdf");
        using var worker = new TemporalWorker(temporal, new TemporalWorkerOptions(outputs.TemporalTaskQueue)
        {
            Identity = "iad/m1@workers",
        }.AddWorkflow<Answered>().AddActivity(Nothing));
        await worker.ExecuteAsync(async () =>
        {
            await temporal.GetWorkflowHandle("document-first").GetResultAsync();
            var well = await reader.ReadOnceAsync(Cancellation);
            Assert.Equal([1L, 0L], well.Queue!.History.Select(point => point.Backlog));
            Assert.Equal([("iad", "m1")], well.Queue.Pollers.Select(poller => (poller.Region, poller.Machine)));
            var replica = Assert.Single(well.Replication!.Replicas);
            Assert.True(replica.IsThere);
            // What was seen there is not asked for again.
            Assert.Equal(replica, (await reader.ReadOnceAsync(Cancellation)).Replication!.Replicas[0]);
        }, Cancellation);
    }

    private static StatusReader Reader(StatusSources sources) =>
        new(
            sources.Empty, sources.All, StatusLimits.Of(new(TimeSpan.FromSeconds(30), default, default, default, 99.9)),
            TimeProvider.System);

    /// <summary>A worker polls for activities only where it has one.</summary>
    [Activity]
    private static void Nothing()
    {
    }

    private async Task PutAsync(string region, PlatformOutputs outputs, string key)
    {
        using var s3 = cloud.Access.S3(region);
        await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = outputs.Buckets[region], Key = key, ContentBody = "a" }, Cancellation);
    }

    /// <summary>A namespace and two buckets that nothing else uses.</summary>
    private async Task<PlatformOutputs> OutputsAsync()
    {
        var name = $"n{Guid.NewGuid():N}"[..12];
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateNamespaceAsync(new()
        {
            Spec = new NamespaceSpec
            {
                Name = name,
                Replicas = { new ReplicaSpec { Region = "aws-us-east-1" } },
                RetentionDays = 7,
                ApiKeyAuth = new() { Enabled = true },
            },
        });
        await cloud.DoneAsync(created.AsyncOperation);
        foreach (var region in Regions) await cloud.BucketAsync($"{name}-{region}", region);
        return SampleOutputs.Parsed() with
        {
            WorkersApp = $"{name}-workers",
            UnstructuredApp = $"{name}-parsing",
            TemporalNamespace = created.Namespace,
            TemporalAddress = cloud.Access.TemporalCloudApi,
            TemporalApiKey = cloud.Access.TemporalCloudKey,
            PrimaryBucketRegion = "us-east-2",
            Buckets = Regions.ToImmutableSortedDictionary(region => region, region => $"{name}-{region}"),
        };
    }
}
