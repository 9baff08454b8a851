using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;

namespace PipAi.Engine.Tests.Processes;

public sealed class PluginVariableTests : IDisposable
{
    private readonly ProcessStack stack = new();

    [Fact]
    public async Task A_plugin_gets_the_variables_that_its_provider_maps_under_their_other_names()
    {
        var context = stack.Context with
        {
            Program = FakeProgram.Of(async program =>
            {
                var provider = await program.RegisterAsync(new Wanted("own")
                {
                    Type = TypeTokens.ProviderPrefix + "test",
                    Options = request => request.EnvVarMappings.Add("PATH", "GIVEN"),
                });
                await program.RegisterAsync(new Wanted("a") { Options = request => request.Provider = $"{provider.Urn}::{provider.Id}" });
                return null;
            }),
        };
        Assert.True((await new StackEngine(context).UpAsync(new UpOptions(), null, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal(
            Environment.GetEnvironmentVariable("PATH"), await File.ReadAllTextAsync(stack["given"], TestContext.Current.CancellationToken));
    }

    public void Dispose() => stack.Dispose();
}
