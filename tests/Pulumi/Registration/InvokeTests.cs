using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using PipAi.Pulumi.Tests.Things;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Registration;

public sealed class InvokeTests
{
    [Fact]
    public async Task Arguments_go_and_results_come_with_their_dependencies()
    {
        await using var engine = await FakeEngine.StartAsync();
        Output<ImmutableDictionary<string, string>> result = null!;
        Thing thing = null!;
        await InProcess.RunAsync(engine, () =>
        {
            thing = new Thing("a", new() { Label = "x" });
            var args = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("label", thing.Label));
            result = Deployment.Instance.Invoke<ImmutableDictionary<string, string>>("test:index:find", args);
        });
        var request = engine.Requests.OfType<ResourceInvokeRequest>().Single();
        Assert.Equal("test:index:find", request.Tok);
        Assert.Equal(PropertyMap.Of(("label", "x")), PropertyWire.Decode(request.Args));
        Assert.Equal("x", (await OutputUtilities.GetValueAsync(result))["label"]);
        Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(result));
    }

    [Fact]
    public async Task Nothing_is_called_while_an_argument_or_a_dependency_is_unknown()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Register = request => new RegisterResourceResponse { Urn = FakeEngine.UrnOf(request), Object = new() };
        Output<string> byArgument = null!, byDependency = null!;
        await InProcess.RunAsync(
            engine,
            () =>
            {
                var thing = new Thing("a");
                var args = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("id", thing.Id));
                byArgument = Deployment.Instance.InvokeSingle<string>("test:index:find", args);
                byDependency = Deployment.Instance.InvokeSingle<string>(
                    "test:index:find", InvokeArgs.Empty, new InvokeOutputOptions { DependsOn = { thing } });
            },
            preview: true);
        Assert.Empty(engine.Requests.OfType<ResourceInvokeRequest>());
        Assert.False(await OutputUtilities.GetIsKnownAsync(byArgument));
        Assert.False(await OutputUtilities.GetIsKnownAsync(byDependency));
    }

    [Fact]
    public async Task A_refused_argument_fails_the_program_with_its_reason()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Invoke = _ => new ResourceInvokeResponse { Failures = { new CheckFailure { Property = "region", Reason = "is unknown" } } };
        var exitCode = await InProcess.RunAsync(
            engine, () => { _ = Deployment.Instance.InvokeSingle<string>("test:index:find", InvokeArgs.Empty); });
        Assert.Equal(32, exitCode);
        Assert.Contains(engine.Logs, log => log.Message == "Invoke of 'test:index:find' failed: is unknown (region)");
    }
}
