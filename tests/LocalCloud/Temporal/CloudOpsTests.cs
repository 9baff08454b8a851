using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Resource.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using RegionState = Temporalio.Api.Cloud.Namespace.V1.NamespaceRegionStatus.Types.State;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class CloudOpsTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private CloudService Ops => temporal.Cloud.CloudService;

    [Fact]
    public async Task A_namespace_is_created_in_two_regions_and_says_where_it_is_reached()
    {
        await temporal.CreateNamespaceAsync("two-regions", "aws-us-east-1", "aws-us-west-2");

        var created = await GetAsync("two-regions.local");
        Assert.Equal(ResourceState.Active, created.State);
        Assert.Equal("aws-us-east-1", created.ActiveRegion);
        Assert.Equal(temporal.Address, created.Endpoints.GrpcAddress);
        Assert.Equal((RegionState.Active, RegionState.Passive), (StateOf(created, "aws-us-east-1"), StateOf(created, "aws-us-west-2")));
    }

    [Fact]
    public async Task A_namespace_fails_over_gains_and_loses_regions()
    {
        await temporal.CreateNamespaceAsync("moving", "aws-us-east-1");
        var single = await GetAsync("moving.local");
        await temporal.FulfilAsync((await Ops.AddNamespaceRegionAsync(
            new() { Namespace = "moving.local", Region = "aws-us-east-2", ResourceVersion = single.ResourceVersion })).AsyncOperation);
        await temporal.FulfilAsync((await Ops.FailoverNamespaceRegionAsync(
            new() { Namespace = "moving.local", Region = "aws-us-east-2" })).AsyncOperation);

        var moved = await GetAsync("moving.local");
        Assert.Equal("aws-us-east-2", moved.ActiveRegion);
        Assert.Equal((RegionState.Passive, RegionState.Active), (StateOf(moved, "aws-us-east-1"), StateOf(moved, "aws-us-east-2")));

        await RefusedAsync(RpcException.StatusCode.FailedPrecondition, Ops.DeleteNamespaceRegionAsync(
            new() { Namespace = "moving.local", Region = "aws-us-east-2", ResourceVersion = moved.ResourceVersion }));
        await temporal.FulfilAsync((await Ops.DeleteNamespaceRegionAsync(
            new() { Namespace = "moving.local", Region = "aws-us-east-1", ResourceVersion = moved.ResourceVersion })).AsyncOperation);
        Assert.Equal(["aws-us-east-2"], (await GetAsync("moving.local")).Spec.Replicas.Select(replica => replica.Region));
    }

    [Theory]
    [InlineData("Upper", 7, "aws-us-east-1", "must be 2 to 39 lower-case letters")]
    [InlineData("ok", 0, "aws-us-east-1", "retention_days is 0; it must be from 1 to 90")]
    [InlineData("ok", 7, "aws-mars-1", "unknown region 'aws-mars-1'")]
    [InlineData("ok", 7, "us-east-1", "unknown region 'us-east-1'")]
    [InlineData("ok", 7, "aws-us-east-1,aws-eu-west-1", "replicas stay on their continent")]
    [InlineData("ok", 7, "aws-us-east-1,aws-us-east-2,aws-us-west-2", "a namespace has at most 2 regions, not 3")]
    public async Task A_spec_that_Temporal_Cloud_would_refuse_is_refused(string name, int retention, string regions, string why)
    {
        var spec = CloudSteps.Spec(name, regions.Split(','));
        spec.RetentionDays = retention;

        var error = await RefusedAsync(RpcException.StatusCode.InvalidArgument, Ops.CreateNamespaceAsync(new() { Spec = spec }));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_needs_the_current_version_and_something_to_change()
    {
        await temporal.CreateNamespaceAsync("updated");
        var before = await GetAsync("updated.local");
        var longer = before.Spec.Clone();
        longer.RetentionDays = 30;

        var same = await RefusedAsync(RpcException.StatusCode.InvalidArgument, Ops.UpdateNamespaceAsync(
            new() { Namespace = "updated.local", Spec = before.Spec, ResourceVersion = before.ResourceVersion }));
        await temporal.FulfilAsync((await Ops.UpdateNamespaceAsync(
            new() { Namespace = "updated.local", Spec = longer, ResourceVersion = before.ResourceVersion })).AsyncOperation);
        await RefusedAsync(RpcException.StatusCode.FailedPrecondition, Ops.UpdateNamespaceAsync(
            new() { Namespace = "updated.local", Spec = longer, ResourceVersion = before.ResourceVersion }));

        Assert.Equal("nothing to change", same.Message);
        Assert.Equal(30, (await GetAsync("updated.local")).Spec.RetentionDays);
    }

    [Fact]
    public async Task A_protected_namespace_is_not_deleted_and_an_unprotected_one_is_gone_with_its_workflows()
    {
        var spec = CloudSteps.Spec("protected");
        spec.Lifecycle = new() { EnableDeleteProtection = true };
        await temporal.FulfilAsync((await Ops.CreateNamespaceAsync(new() { Spec = spec })).AsyncOperation);
        var kept = await GetAsync("protected.local");
        await RefusedAsync(RpcException.StatusCode.FailedPrecondition, Ops.DeleteNamespaceAsync(
            new() { Namespace = "protected.local", ResourceVersion = kept.ResourceVersion }));

        await temporal.CreateNamespaceAsync("doomed");
        var client = await temporal.ConnectAsync(RunningTemporal.AdministratorKey, "doomed.local");
        await client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new("talk", "a-queue"));
        var doomed = await GetAsync("doomed.local");
        await temporal.FulfilAsync((await Ops.DeleteNamespaceAsync(
            new() { Namespace = "doomed.local", ResourceVersion = doomed.ResourceVersion })).AsyncOperation);

        await RefusedAsync(RpcException.StatusCode.NotFound, Ops.GetNamespaceAsync(new() { Namespace = "doomed.local" }));
        await RefusedAsync(RpcException.StatusCode.NotFound, client.GetWorkflowHandle("talk").DescribeAsync());
        Assert.False(Directory.Exists(Path.Combine(temporal.Folder, "histories", "doomed.local")));
    }

    [Fact]
    public async Task A_repeated_operation_id_is_one_change_and_another_request_under_it_is_refused()
    {
        var request = new CreateNamespaceRequest { Spec = CloudSteps.Spec("once"), AsyncOperationId = "create-once" };

        var first = await Ops.CreateNamespaceAsync(request);
        var second = await Ops.CreateNamespaceAsync(request);

        Assert.Equal((first.Namespace, first.AsyncOperation.Id), (second.Namespace, second.AsyncOperation.Id));
        await RefusedAsync(RpcException.StatusCode.AlreadyExists, Ops.CreateNamespaceAsync(
            new() { Spec = CloudSteps.Spec("other"), AsyncOperationId = "create-once" }));
        await temporal.FulfilAsync(second.AsyncOperation);
        await RefusedAsync(RpcException.StatusCode.AlreadyExists, Ops.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("once") }));
    }

    [Fact]
    public async Task The_account_survives_a_restart_also_an_operation_that_was_running()
    {
        var token = await temporal.CreateKeyAsync(temporal.ServiceAccountId);
        var running = await Ops.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("survivor") });

        await temporal.RestartAsync();

        await temporal.FulfilAsync(running.AsyncOperation);
        Assert.Equal(ResourceState.Active, (await GetAsync("survivor.local")).State);
        var client = await temporal.ConnectAsync(token);
        Assert.Equal(0, (await client.CountWorkflowsAsync("WorkflowId = 'none'")).Count);
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Path.Combine(temporal.Folder, "account.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_may_see_to_its_own_keys_and_to_nothing_else()
    {
        var own = await temporal.CloudAsync(temporal.WorkerKey);
        var expiry = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1));
        var next = await own.CloudService.CreateApiKeyAsync(
            new()
            {
                Spec = new()
                {
                    OwnerId = temporal.ServiceAccountId,
                    OwnerType = OwnerType.ServiceAccount,
                    DisplayName = "next",
                    ExpiryTime = expiry,
                }
            });
        Assert.NotEmpty(next.Token);

        await RefusedAsync(RpcException.StatusCode.PermissionDenied, own.CloudService.CreateApiKeyAsync(
            new()
            {
                Spec = new()
                {
                    OwnerId = "somebody-else",
                    OwnerType = OwnerType.ServiceAccount,
                    DisplayName = "next",
                    ExpiryTime = expiry,
                }
            }));
        await RefusedAsync(RpcException.StatusCode.PermissionDenied, own.CloudService.GetNamespacesAsync(new()));
        await RefusedAsync(
            RpcException.StatusCode.PermissionDenied, own.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("mine") }));
        Assert.Equal(temporal.ServiceAccountId, (await own.CloudService.GetCurrentIdentityAsync(new())).ServiceAccount.Id);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3 * 366)]
    public async Task A_key_lives_from_now_at_most_two_years(int days)
    {
        await RefusedAsync(RpcException.StatusCode.InvalidArgument, Ops.CreateApiKeyAsync(new()
        {
            Spec = new()
            {
                OwnerId = temporal.ServiceAccountId,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = "odd",
                ExpiryTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(days)),
            },
        }));
    }

    [Fact]
    public async Task Regions_are_listed()
    {
        var regions = (await Ops.GetRegionsAsync(new())).Regions;

        Assert.Contains(regions, region => region.Id == "aws-us-east-1");
        Assert.All(regions, region => Assert.Equal("aws-" + region.CloudProviderRegion, region.Id));
    }

    private async Task<Namespace> GetAsync(string id) => (await Ops.GetNamespaceAsync(new() { Namespace = id })).Namespace;

#pragma warning disable CS0612 // Deprecated, but it is what the provider reads.
    private static RegionState StateOf(Namespace described, string region) => described.RegionStatus[region].State;
#pragma warning restore CS0612

    private static async Task<RpcException> RefusedAsync(RpcException.StatusCode expected, Task call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(expected, error.Code);
        return error;
    }
}
