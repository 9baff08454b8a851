using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>The local cloud on an executable that is asked for, which here is a script around <see cref="SampleDevServer"/>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DevServerTests : IDisposable
{
    private const string Key = "administrator-of-this-test";
    private readonly TemporaryFolder folder = new();
    private readonly RememberedLog log = new();

    private TemporalServiceOptions Options => new()
    {
        Directory = folder["cloud"],
        AdministratorKey = Key,
        OperationDuration = TimeSpan.FromMilliseconds(10),
        Loggers = LoggerFactory.Create(logging => logging.AddProvider(log)),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_CLI_serves_workflows_behind_our_keys_and_Cloud_Ops()
    {
        await using (var service = await StartAsync())
        {
            await CreateNamespaceAsync(service.Port);
            var client = await ConnectAsync(service.Port);

            Assert.Equal(5, (await client.CountWorkflowsAsync("12345")).Count);
            var missing = await Assert.ThrowsAsync<RpcException>(() => client.GetWorkflowHandle("none").DescribeAsync());
            Assert.Equal("the sample has no workflows", missing.Message);
            Assert.NotNull(missing.GrpcStatus.Value);
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TemporalClient.ConnectAsync(
                new($"127.0.0.1:{service.Port}") { ApiKey = "not-a-key", Tls = new() { Disabled = true } }));
            Assert.Contains("Unauthenticated", refused.Message, StringComparison.OrdinalIgnoreCase);
        }

        var notes = await NotesAsync();
        Assert.Equal(
            $"server start-dev --headless --ip 127.0.0.1 --port PORT --db-filename {folder["cloud/temporal.db"]} --log-level error"
            + " --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=OFF"
            + " --dynamic-config-value matching.numTaskqueueReadPartitions=1 --dynamic-config-value matching.numTaskqueueWritePartitions=1"
            + " --dynamic-config-value system.enableActivityEagerExecution=true",
            notes[0]);
        Assert.Contains("RegisterNamespace authorization ''", notes);
        Assert.Contains("CountWorkflowExecutions authorization ''", notes);
    }

    [Fact]
    public async Task Only_listed_methods_and_namespaces_of_the_account_reach_it()
    {
        await using var service = await StartAsync();
        await CreateNamespaceAsync(service.Port);
        var client = await ConnectAsync(service.Port);

        var listed = await client.WorkflowService.ListNamespacesAsync(new());
        var byId = await client.WorkflowService.DescribeNamespaceAsync(
            new() { Id = "id-of-documents.local", Namespace = "documents.local" });
        var unknown = await Assert.ThrowsAsync<RpcException>(
            () => client.WorkflowService.DescribeNamespaceAsync(new() { Id = "id-of-temporal-system" }));
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => client.OperatorService.DeleteNamespaceAsync(new() { NamespaceId = "id-of-documents.local" }));

        Assert.Equal(["documents.local"], listed.Namespaces.Select(described => described.NamespaceInfo.Name));
        Assert.Equal("id-of-documents.local", byId.NamespaceInfo.Id);
        Assert.Equal(RpcException.StatusCode.NotFound, unknown.Code);
        Assert.Equal(RpcException.StatusCode.PermissionDenied, refused.Code);
        Assert.DoesNotContain(
            await NotesAsync(),
            note =>
                note.StartsWith("DeleteNamespace", StringComparison.Ordinal)
                    || note.StartsWith("ListNamespaces", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_set_for_a_namespace_is_set_at_the_server_when_it_is_made_and_when_it_is_changed()
    {
        await using var service = await StartAsync();
        var made = CloudSteps.Spec("documents");
        made.SearchAttributes["Tenant"] = NamespaceSpec.Types.SearchAttributeType.Keyword;
        var cloud = await CreateNamespaceAsync(service.Port, made);
        var current = (await cloud.CloudService.GetNamespaceAsync(new() { Namespace = "documents.local" })).Namespace;
        var changed = current.Spec.Clone();
        changed.RetentionDays = 30;
        changed.SearchAttributes["Kind"] = NamespaceSpec.Types.SearchAttributeType.Keyword;
        await FulfilAsync(cloud, (await cloud.CloudService.UpdateNamespaceAsync(
            new() { Namespace = "documents.local", Spec = changed, ResourceVersion = current.ResourceVersion })).AsyncOperation);

        var described = await (await ConnectAsync(service.Port)).WorkflowService.DescribeNamespaceAsync(
            new() { Namespace = "documents.local" });

        Assert.Equal(30, described.Config.WorkflowExecutionRetentionTtl.ToTimeSpan().TotalDays);
        Assert.Equal(
            [
                "documents.local keeps 7 days and []",
                "documents.local keeps 7 days and [Tenant]",
                "documents.local keeps 30 days and [Tenant]",
                "documents.local keeps 30 days and [Tenant Kind]",
            ],
            (await NotesAsync()).Where(note => note.Contains(" keeps ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("deleted", "was gone, and with it all workflows")]
    [InlineData("damaged", "was damaged, and with it all workflows")]
    public async Task A_database_that_is_gone_or_damaged_is_made_anew_with_its_namespaces_and_that_is_told(string what, string loss)
    {
        await using (var service = await StartAsync()) await CreateNamespaceAsync(service.Port);
        if (what == "deleted") File.Delete(folder["cloud/temporal.db"]);
        else await File.WriteAllTextAsync(folder["cloud/temporal.db"], "half a header");

        await using var again = await StartAsync();

        Assert.Equal(0, (await (await ConnectAsync(again.Port)).CountWorkflowsAsync("")).Count);
        Assert.Contains("documents.local", await File.ReadAllTextAsync(folder["cloud/temporal.db"]), StringComparison.Ordinal);
        Assert.Contains(loss, ServerOf(again)["loss"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Contains(loss, StringComparison.Ordinal));
        Assert.Equal(what == "damaged", Directory.EnumerateFiles(folder["cloud"], "temporal.db.damaged-*").Any());
    }

    [Fact]
    public async Task A_first_start_that_was_cut_short_is_begun_anew()
    {
        Directory.CreateDirectory(folder["cloud"]);
        await File.WriteAllTextAsync(folder["cloud/temporal.db"], "half a header");
        await File.WriteAllTextAsync(folder["cloud/temporal.db-wal"], "half a log");

        await using var service = await StartAsync();
        await CreateNamespaceAsync(service.Port);

        Assert.Null(ServerOf(service)["loss"]);
        Assert.False(File.Exists(folder["cloud/temporal.db-wal"]));
    }

    [Fact]
    public async Task A_server_that_dies_is_told_with_its_last_words_and_runs_again()
    {
        FakeTemporal.Script(
            folder, $"{FakeTemporal.Version}\necho 'out of memory, says the sample' >&2\nexec '{Environment.ProcessPath}' \"$@\"");
        await using var service = await StartAsync(folder["temporal"]);
        await CreateNamespaceAsync(service.Port);
        var client = await ConnectAsync(service.Port);
        var first = ServerOf(service)["processId"]!.GetValue<int>();

        // The next ones do not come up, so there is time to look.
        await File.WriteAllTextAsync(folder["temporal"], "#!/bin/sh\necho 'still no memory'; exit 7\n");
        using (var process = Process.GetProcessById(first)) process.Kill();
        await RunningTemporal.UntilAsync(() => Task.FromResult(!ServerOf(service)["running"]!.GetValue<bool>()));
        var down = await Assert.ThrowsAsync<RpcException>(
            () => client.WorkflowService.CountWorkflowExecutionsAsync(new() { Namespace = "documents.local" }));
        Assert.Equal(RpcException.StatusCode.Unavailable, down.Code);
        Assert.StartsWith("Temporal's development server is down and is started again: ", down.Message, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Contains($"its process {first} ended with exit code 137", StringComparison.Ordinal)
            && line.Contains("out of memory, says the sample", StringComparison.Ordinal));
        await RunningTemporal.UntilAsync(
            () =>
                Task.FromResult(
                    ServerOf(service)["problem"]?.GetValue<string>().Contains("still no memory", StringComparison.Ordinal) == true));

        FakeTemporal.Serving(folder);
        await RunningTemporal.UntilAsync(() => Task.FromResult(ServerOf(service)["running"]!.GetValue<bool>()));
        Assert.Equal(3, (await client.CountWorkflowsAsync("abc")).Count);
        Assert.Equal((1, true), (ServerOf(service)["restarts"]!.GetValue<int>(), ServerOf(service)["problem"] is null));
    }

    private async Task<TemporalCliService> StartAsync(string? executable = null)
    {
        var service = new TemporalCliService(Options, executable ?? FakeTemporal.Serving(folder));
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        return service;
    }

    private static JsonNode ServerOf(TemporalCliService service) => service.Describe()!["server"]!;

    private Task<string[]> NotesAsync() => File.ReadAllLinesAsync(folder["cloud/temporal.db.notes"]);

    private static Task<TemporalClient> ConnectAsync(int port) =>
        TemporalClient.ConnectAsync(
            new($"127.0.0.1:{port}") { Namespace = "documents.local", ApiKey = Key, Tls = new() { Disabled = true } });

    private static async Task<TemporalCloudOperationsClient> CreateNamespaceAsync(int port, NamespaceSpec? spec = null)
    {
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(Key) { TargetHost = $"127.0.0.1:{port}", Tls = new() { Disabled = true } });
        await FulfilAsync(
            cloud, (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = spec ?? CloudSteps.Spec("documents") })).AsyncOperation);
        return cloud;
    }

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
