using EmbeddedPulumi.Protocol;
using PipAi.Pulumi.Tests.Things;
using Pulumi;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace PipAi.Pulumi.Tests.Registration;

public sealed class FeatureTests
{
    private const string ThingUrn = "urn:pulumi:stack::project::test:index:Thing::";

    [Fact]
    public async Task An_engine_without_resource_references_gets_ids()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Supports = feature => feature != Features.ResourceReferences;
        await InProcess.RunAsync(engine, () => { _ = new Thing("b", new() { Other = new Thing("a") }); });
        Assert.Equal(
            PropertyMap.Of(("other", "a-id"), ("tags", PropertyMap.Empty)).Without("tags"),
            PropertyWire.Decode(engine.Registration("b").Object));
        Assert.Equal([ThingUrn + "a"], engine.Registration("b").Dependencies);
    }

    [Fact]
    public async Task An_engine_without_alias_specs_gets_every_earlier_urn()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Supports = feature => feature != Features.AliasSpecs;
        await InProcess.RunAsync(engine, () =>
        {
            var group = new Group("group", ["one"], new() { Aliases = { new Alias { Name = "team" } } });
            _ = new Thing("group-x", new(), new() { Parent = group, Aliases = { new Alias { Type = "test:index:Old" } } });
        });
        Assert.Empty(engine.Registration("group-x").Aliases);
        Assert.Equal(
            [
                "urn:pulumi:stack::project::test:group:Group$test:index:Old::group-x",
                "urn:pulumi:stack::project::test:group:Group$test:index:Thing::team-x",
                "urn:pulumi:stack::project::test:group:Group$test:index:Old::team-x",
            ],
            engine.Registration("group-x").AliasURNs);
    }

    [Fact]
    public async Task An_option_that_the_engine_does_not_know_is_an_error()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Supports = feature => feature != Features.DeletedWith;
        Assert.Equal(32, await InProcess.RunAsync(engine, () => { _ = new Thing("b", new(), new() { DeletedWith = new Thing("a") }); }));
        Assert.Contains(
            engine.Logs,
            log =>
                log.Severity == LogSeverity.Error
                    && log.Message.Contains("does not support the DeletedWith option", StringComparison.Ordinal));
        Assert.False(engine.Signalled);
    }
}
