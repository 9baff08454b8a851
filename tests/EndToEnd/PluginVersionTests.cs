using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace PipAi.EndToEnd.Tests;

/// <summary>What our plugins tell an engine of themselves.</summary>
public sealed class PluginVersionTests
{
    [Theory]
    [InlineData("rehearsal/standins/aws")]
    [InlineData("packages/fly")]
    [InlineData("packages/temporalcloud")]
    [InlineData("rehearsal/standins/vercel")]
    public async Task A_plugin_has_the_version_that_its_sdk_asks_for(string folder)
    {
        using var pipai = new Pipai();
        (await pipai.RunAsync("--help")).Ended(0);
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Pipai.Repository, "infra", folder, "schema.json")));
        var name = $"pulumi-resource-{Path.GetFileName(folder)}";
        using var plugin = Process.Start(new ProcessStartInfo(Path.Combine(Pipai.Repository, ".artifacts/bin", name, "debug", name))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var port = int.Parse(
                (await plugin.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);
            using var channel = new RpcChannel($"127.0.0.1:{port}");
            var said = await new ResourceProvider.ResourceProviderClient(channel).GetPluginInfoAsync(
                new Empty(), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(schema.RootElement.GetProperty("version").GetString(), said.Version);
        }
        finally
        {
            plugin.Kill();
        }
    }
}
