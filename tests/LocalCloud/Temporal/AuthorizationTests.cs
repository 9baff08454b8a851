using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class AuthorizationTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Theory]
    [InlineData(null)]
    [InlineData("not-a-key")]
    public async Task A_client_without_a_key_that_was_issued_does_not_connect(string? key)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => temporal.ConnectAsync(key));

        Assert.Contains("Unauthenticated", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_opens_only_the_namespaces_of_its_owner()
    {
        await temporal.CreateNamespaceAsync("foreign");
        var client = await temporal.ConnectAsync(temporal.WorkerKey, "foreign.local");

        var error = await Assert.ThrowsAsync<RpcException>(() => StartAsync(client));

        Assert.Equal(RpcException.StatusCode.PermissionDenied, error.Code);
    }

    [Fact]
    public async Task A_key_that_may_only_read_does_not_start_workflows()
    {
        var reader = await temporal.CreateServiceAccountAsync("reader", temporal.Namespace, NamespaceAccess.Types.Permission.Read);
        var client = await temporal.ConnectAsync(await temporal.CreateKeyAsync(reader));

        Assert.True((await client.CountWorkflowsAsync("")).Count >= 0);
        var error = await Assert.ThrowsAsync<RpcException>(() => StartAsync(client));

        Assert.Equal(RpcException.StatusCode.PermissionDenied, error.Code);
    }

    [Fact]
    public async Task A_namespace_that_was_never_created_is_not_found_and_its_worker_ends()
    {
        var client = await temporal.ConnectAsync(RunningTemporal.AdministratorKey, "never.local");

        var error = await Assert.ThrowsAsync<RpcException>(() => StartAsync(client));
        using var worker = temporal.Worker("queue", client: client);
        var ending = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.ExecuteAsync(() => Task.Delay(90_000)));

        Assert.Equal(RpcException.StatusCode.NotFound, error.Code);
        Assert.Contains("never.local", ending.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_changed_on_a_client_that_lives_and_the_old_one_deleted()
    {
        var owner = await temporal.CreateServiceAccountAsync("rotating", temporal.Namespace, NamespaceAccess.Types.Permission.Write);
        var client = await temporal.ConnectAsync(await temporal.CreateKeyAsync(owner));
        var old = Assert.Single((await temporal.Cloud.CloudService.GetApiKeysAsync(new() { OwnerId = owner })).ApiKeys);

        client.Connection.ApiKey = await temporal.CreateKeyAsync(owner);
        await temporal.FulfilAsync((await temporal.Cloud.CloudService.DeleteApiKeyAsync(
            new() { KeyId = old.Id, ResourceVersion = old.ResourceVersion })).AsyncOperation);

        Assert.True((await client.CountWorkflowsAsync("")).Count >= 0);
    }

    [Fact]
    public async Task A_deleted_service_account_takes_its_keys_along()
    {
        var owner = await temporal.CreateServiceAccountAsync("leaving", temporal.Namespace, NamespaceAccess.Types.Permission.Write);
        var client = await temporal.ConnectAsync(await temporal.CreateKeyAsync(owner));
        var account = (await temporal.Cloud.CloudService.GetServiceAccountAsync(new() { ServiceAccountId = owner })).ServiceAccount;

        await temporal.FulfilAsync((await temporal.Cloud.CloudService.DeleteServiceAccountAsync(
            new() { ServiceAccountId = owner, ResourceVersion = account.ResourceVersion })).AsyncOperation);

        var error = await Assert.ThrowsAsync<RpcException>(() => client.CountWorkflowsAsync(""));
        Assert.Equal(RpcException.StatusCode.Unauthenticated, error.Code);
    }

    [Fact]
    public async Task The_health_check_needs_no_key_of_its_own() => Assert.True(await temporal.Client.Connection.CheckHealthAsync());

    private static Task<WorkflowHandle<Conversation, string>> StartAsync(TemporalClient client) =>
        client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), "a-queue"));
}
