using System.Runtime.Versioning;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.Testing;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Which server serves a local cloud, and that two never serve the same workflows.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TemporalServerChoiceTests : IDisposable
{
    private const string Key = "administrator-of-this-test";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Our_own_service_serves_where_nothing_is_asked_for()
    {
        var chosen = TemporalServers.Choose(Cloud, null);

        Assert.False(chosen.IsReal);
        Assert.Equal("the local cloud's own service", chosen.ToString());
    }

    [Fact]
    public async Task The_server_that_made_the_workflows_serves_them_again_without_being_asked_for()
    {
        var executable = FakeTemporal.Serving(folder);
        await ServeAsync(executable);

        var chosen = TemporalServers.Choose(Cloud, null);

        Assert.Equal((executable, "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"), (chosen.Executable, chosen.Version));
    }

    [Fact]
    public async Task Workflows_of_our_own_are_not_opened_by_the_real_server()
    {
        var executable = FakeTemporal.Serving(folder);
        await ServeAsync(null);

        var error = Assert.Throws<TemporalServerException>(() => TemporalServers.Choose(Cloud, executable));

        Assert.StartsWith(
            $"The workflows of the local cloud of 'staging' were made by the local cloud's own service; Temporal's development server ({executable}), which was asked for, cannot read them.",
            error.Message, StringComparison.Ordinal);
        Assert.Equal($"./pipai destroy --stack staging --yes && ./pipai up --stack staging --temporal {executable}", error.Fix);
        Assert.False(TemporalServers.Choose(Cloud, TemporalServer.Own).IsReal);
    }

    [Fact]
    public async Task Workflows_of_the_real_server_are_not_opened_by_our_own()
    {
        var executable = FakeTemporal.Serving(folder);
        await ServeAsync(executable);

        var error = Assert.Throws<TemporalServerException>(() => TemporalServers.Choose(Cloud, TemporalServer.Own));

        Assert.StartsWith(
            $"The workflows of the local cloud of 'staging' were made by Temporal's development server ({executable}, temporal version "
                + $"1.5.1 (Server 1.29.1, UI 2.42.1)); the local cloud's own service, which was asked for, cannot read them.",
            error.Message, StringComparison.Ordinal);
        Assert.Equal("./pipai destroy --stack staging --yes && ./pipai up --stack staging --temporal own", error.Fix);
    }

    [Fact]
    public async Task Another_executable_of_the_real_server_may_go_on()
    {
        var first = FakeTemporal.Serving(folder);
        await ServeAsync(first);
        File.Move(first, folder["newer"]);

        Assert.Equal(folder["newer"], TemporalServers.Choose(Cloud, folder["newer"]).Executable);
    }

    [Fact]
    public async Task Without_a_namespace_there_is_nothing_to_mix()
    {
        var executable = FakeTemporal.Serving(folder);
        await ServeAsync(null, withNamespace: false);

        Assert.Equal(executable, TemporalServers.Choose(Cloud, executable).Executable);
    }

    [Fact]
    public async Task A_folder_of_the_time_before_this_was_written_down_is_known_by_its_files()
    {
        var executable = FakeTemporal.Serving(folder);
        await ServeAsync(executable);
        File.Delete(folder["staging/temporal/server.json"]);

        var unnamed = Assert.Throws<TemporalServerException>(() => TemporalServers.Choose(Cloud, null));
        var own = Assert.Throws<TemporalServerException>(() => TemporalServers.Choose(Cloud, TemporalServer.Own));

        Assert.Contains(
            "made by Temporal's development server, before it was written down by which executable", unnamed.Message,
            StringComparison.Ordinal);
        Assert.Contains("were made by Temporal's development server; the local cloud's own service", own.Message, StringComparison.Ordinal);
        Assert.Equal(executable, TemporalServers.Choose(Cloud, executable).Executable);
    }

    private string Cloud => folder["staging"];

    private async Task ServeAsync(string? executable, bool withNamespace = true)
    {
        var options = new TemporalServiceOptions
        {
            Directory = folder["staging/temporal"],
            AdministratorKey = Key,
            OperationDuration = TimeSpan.FromMilliseconds(10),
        };
        await using IVendorService service = executable is null
            ? new TemporalService(options) : new TemporalCliService(options, executable);
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        if (!withNamespace) return;
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(Key) { TargetHost = $"127.0.0.1:{service.Port}", Tls = new() { Disabled = true } });
        var operation = (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("documents") })).AsyncOperation;
        await RunningTemporal.UntilAsync(async () =>
            (await cloud.CloudService.GetAsyncOperationAsync(
                new() { AsyncOperationId = operation.Id })).AsyncOperation.FinishedTime is not null);
    }
}
