using System.Diagnostics;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>The local cloud on Temporal's own development server.</summary>
public sealed class RealTemporalTests : IDisposable
{
    private const string Key = "administrator-of-this-test";
    private const string Namespace = "documents.local";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_workflow_survives_the_kill_of_the_server_and_settings_are_the_servers()
    {
        await using var service = await StartAsync();
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(Key) { TargetHost = $"127.0.0.1:{service.Port}", Tls = new() { Disabled = true } });
        var spec = CloudSteps.Spec("documents");
        spec.SearchAttributes["Tenant"] = NamespaceSpec.Types.SearchAttributeType.Keyword;
        await FulfilAsync(cloud, (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = spec })).AsyncOperation);
        var current = (await cloud.CloudService.GetNamespaceAsync(new() { Namespace = Namespace })).Namespace;
        current.Spec.RetentionDays = 30;
        await FulfilAsync(cloud, (await cloud.CloudService.UpdateNamespaceAsync(
            new() { Namespace = Namespace, Spec = current.Spec, ResourceVersion = current.ResourceVersion })).AsyncOperation);
        current = (await cloud.CloudService.GetNamespaceAsync(new() { Namespace = Namespace })).Namespace;
        await FulfilAsync(cloud, (await cloud.CloudService.RenameCustomSearchAttributeAsync(new()
        {
            Namespace = Namespace,
            ExistingCustomSearchAttributeName = "Tenant",
            NewCustomSearchAttributeName = "Customer",
            ResourceVersion = current.ResourceVersion,
        })).AsyncOperation);
        var client = await ConnectAsync(service.Port);
        var described = await client.WorkflowService.DescribeNamespaceAsync(new() { Namespace = Namespace });

        var options = new TemporalWorkerOptions("queue") { StickyQueueScheduleToStartTimeout = TimeSpan.FromSeconds(1) };
        TestWorkflows.AddTo(options);
        using var worker = new TemporalWorker(client, options);
        var result = await worker.ExecuteAsync(async () =>
        {
            var run = await client.StartWorkflowAsync((Loop loop) => loop.RunAsync(3, 1500), new("survivor", "queue"));
            using (var server = Process.GetProcessById(ServerOf(service)["processId"]!.GetValue<int>())) server.Kill();
            return await run.GetResultAsync();
        }).WaitAsync(TimeSpan.FromSeconds(90));

        Assert.Equal("3 turns", result);
        Assert.True(ServerOf(service)["restarts"]!.GetValue<int>() >= 1);
        Assert.Equal(30, described.Config.WorkflowExecutionRetentionTtl.ToTimeSpan().TotalDays);
        var attributes = await client.OperatorService.ListSearchAttributesAsync(new() { Namespace = Namespace });
        Assert.Equal(["Customer"], attributes.CustomAttributes.Keys);
        Assert.Equal(
            [Namespace], (await client.WorkflowService.ListNamespacesAsync(new())).Namespaces.Select(item => item.NamespaceInfo.Name));
        Assert.Equal(
            Namespace, (await client.WorkflowService.DescribeNamespaceAsync(new() { Id = described.NamespaceInfo.Id })).NamespaceInfo.Name);
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => client.OperatorService.DeleteNamespaceAsync(new() { NamespaceId = described.NamespaceInfo.Id }));
        Assert.Equal(RpcException.StatusCode.PermissionDenied, refused.Code);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("garbled")]
    public async Task A_database_that_was_lost_is_made_anew_with_the_namespaces(string how)
    {
        await using (var service = await StartAsync())
        {
            var cloud = await TemporalCloudOperationsClient.ConnectAsync(
                new(Key) { TargetHost = $"127.0.0.1:{service.Port}", Tls = new() { Disabled = true } });
            await FulfilAsync(
                cloud, (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("documents") })).AsyncOperation);
        }

        if (how == "deleted") File.Delete(folder["temporal/temporal.db"]);
        else
        {
            File.Delete(folder["temporal/temporal.db-wal"]);
            await File.WriteAllBytesAsync(
                folder["temporal/temporal.db"], how == "emptied" ? [] : [.. Enumerable.Range(0, 9000).Select(index => (byte)(index * 7))]);
        }

        await using var again = await StartAsync();

        Assert.Equal(0, (await (await ConnectAsync(again.Port)).CountWorkflowsAsync("")).Count);
        Assert.Contains("with it all workflows", ServerOf(again)["loss"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<TemporalCliService> StartAsync()
    {
        Assert.SkipUnless(ReferenceTools.Find("temporal") is not null, ReferenceTools.Missing("temporal"));
        var service = new TemporalCliService(
            new() { Directory = folder["temporal"], AdministratorKey = Key, OperationDuration = TimeSpan.FromMilliseconds(10) },
            ReferenceTools.Find("temporal")!);
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        return service;
    }

    private static JsonNode ServerOf(TemporalCliService service) => service.Describe()!["server"]!;

    private static Task<TemporalClient> ConnectAsync(int port) =>
        TemporalClient.ConnectAsync(new($"127.0.0.1:{port}") { Namespace = Namespace, ApiKey = Key, Tls = new() { Disabled = true } });

    private static async Task FulfilAsync(TemporalCloudOperationsClient cloud, AsyncOperation operation)
    {
        await RunningTemporal.UntilAsync(async () =>
        {
            operation = (await cloud.CloudService.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
            return operation.FinishedTime is not null;
        });
        Assert.Equal((AsyncOperation.Types.State.Fulfilled, ""), (operation.State, operation.FailureReason));
    }
}
