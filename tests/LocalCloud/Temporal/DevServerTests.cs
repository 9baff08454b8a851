using PipAi.LocalCloud.Temporal;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.Testing;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DevServerTests : IDisposable
{
    private const string Key = "administrator-of-this-test";
    private readonly TemporaryFolder folder = new();

    private TemporalServiceOptions Options => new() { Directory = folder["cloud"], AdministratorKey = Key };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_the_CLI_on_the_path_the_service_in_memory_serves()
    {
        await using var chosen = TemporalCliService.Choose(Options, folder.Path);

        Assert.IsType<TemporalService>(chosen);
    }

    [Fact]
    public async Task The_CLI_serves_workflows_behind_our_keys_and_Cloud_Ops()
    {
        PutOnPath($"exec '{Environment.ProcessPath}' \"$@\"");
        await using (var chosen = TemporalCliService.Choose(Options, folder.Path))
        {
            Assert.IsType<TemporalCliService>(chosen);
            await chosen.StartAsync(0, TestContext.Current.CancellationToken);
            await CreateNamespaceAsync(chosen.Port);
            var client = await TemporalClient.ConnectAsync(
                new($"127.0.0.1:{chosen.Port}") { Namespace = "documents.local", ApiKey = Key, Tls = new() { Disabled = true } });

            Assert.Equal(5, (await client.CountWorkflowsAsync("12345")).Count);
            var missing = await Assert.ThrowsAsync<RpcException>(() => client.GetWorkflowHandle("none").DescribeAsync());
            Assert.Equal("the sample has no workflows", missing.Message);
            Assert.NotNull(missing.GrpcStatus.Value);
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TemporalClient.ConnectAsync(
                new($"127.0.0.1:{chosen.Port}") { ApiKey = "not-a-key", Tls = new() { Disabled = true } }));
            Assert.Contains("Unauthenticated", refused.Message, StringComparison.OrdinalIgnoreCase);
        }

        var notes = await File.ReadAllLinesAsync(folder["cloud/temporal.db.notes"]);
        Assert.Equal(
            $"server start-dev --headless --ip 127.0.0.1 --port PORT --db-filename {folder["cloud/temporal.db"]} --log-level warn", notes[0]);
        Assert.Contains("RegisterNamespace authorization ''", notes);
        Assert.Contains("CountWorkflowExecutions authorization ''", notes);
    }

    [Fact]
    public async Task A_CLI_that_does_not_start_is_named_with_what_it_said()
    {
        PutOnPath("echo 'the database is of a newer version' >&2; exit 3");
        await using var chosen = TemporalCliService.Choose(Options, folder.Path);

        var error = await Assert.ThrowsAsync<DevServerException>(() => chosen.StartAsync(0, TestContext.Current.CancellationToken));

        Assert.Contains("ended with exit code 3 before it was ready", error.Message, StringComparison.Ordinal);
        Assert.Contains("the database is of a newer version", error.Message, StringComparison.Ordinal);
    }

    private void PutOnPath(string script)
    {
        File.WriteAllText(folder["temporal"], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(folder["temporal"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task CreateNamespaceAsync(int port)
    {
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(Key) { TargetHost = $"127.0.0.1:{port}", Tls = new() { Disabled = true } });
        var operation = (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("documents") })).AsyncOperation;
        await RunningTemporal.UntilAsync(async () =>
        {
            operation = (await cloud.CloudService.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
            return operation.FinishedTime is not null;
        });
        Assert.Equal(AsyncOperation.Types.State.Fulfilled, operation.State);
    }
}
