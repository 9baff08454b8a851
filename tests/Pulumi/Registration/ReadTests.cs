using EmbeddedPulumi.Protocol;
using PipAi.Pulumi.Tests.Things;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Registration;

public sealed class ReadTests
{
    [Fact]
    public async Task A_resource_with_an_id_is_read_and_not_registered()
    {
        await using var engine = await FakeEngine.StartAsync();
        Thing thing = null!;
        await InProcess.RunAsync(
            engine, () => { thing = new Thing("a", new() { Label = "x" }, new() { Id = "existing", Version = "1.0.0" }); });
        Assert.DoesNotContain(engine.Registrations, request => request.Name == "a");
        var read = engine.Requests.OfType<ReadResourceRequest>().Single();
        Assert.Equal(("existing", "test:index:Thing", "1.0.0", true), (read.Id, read.Type, read.Version, read.AcceptSecrets));
        Assert.Equal("existing", await OutputUtilities.GetValueAsync(thing.Id));
        Assert.Equal("x", await OutputUtilities.GetValueAsync(thing.Label));
    }

    [Fact]
    public async Task A_resource_with_a_urn_is_looked_up_in_the_state()
    {
        await using var engine = await FakeEngine.StartAsync();
        const string urn = "urn:pulumi:stack::project::test:index:Thing::a";
        engine.Invoke = request => new ResourceInvokeResponse
        {
            Return = PropertyWire.Encode(PropertyMap.Of(("urn", urn), ("id", "i"), ("state", PropertyMap.Of(("label", "kept"))))),
        };
        Thing thing = null!;
        await InProcess.RunAsync(engine, () => { thing = new Thing("a", new(), new() { Urn = urn }); });
        Assert.Equal("pulumi:pulumi:getResource", engine.Requests.OfType<ResourceInvokeRequest>().Single().Tok);
        Assert.Equal("kept", await OutputUtilities.GetValueAsync(thing.Label));
        Assert.Equal("i", await OutputUtilities.GetValueAsync(thing.Id));
    }

    [Fact]
    public async Task A_stack_reference_gives_outputs_and_keeps_secrets()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Read = request => new ReadResourceResponse
        {
            Urn = "urn:pulumi:stack::project::pulumi:pulumi:StackReference::" + request.Name,
            Properties = PropertyWire.Encode(PropertyMap.Of(
                ("name", request.Id),
                ("outputs", PropertyMap.Of(("url", "https://x"), ("password", new PropertyValue.Secret("p")))),
                ("secretOutputNames", new PropertyValue.List("password")))),
        };
        StackReference reference = null!;
        await InProcess.RunAsync(engine, () => { reference = new StackReference("organization/other/prod"); });
        Assert.Equal("organization/other/prod", engine.Requests.OfType<ReadResourceRequest>().Single().Id);
        Assert.Equal("https://x", await reference.RequireValueAsync("url"));
        Assert.False(await Output.IsSecretAsync(reference.GetOutput("url")));
        Assert.Equal("p", (await reference.GetOutputDetailsAsync("password")).SecretValue);
        Assert.Null(await reference.GetValueAsync("missing"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reference.GetValueAsync("password"));
        var missing = await Assert.ThrowsAsync<KeyNotFoundException>(() => reference.RequireValueAsync("missing"));
        Assert.Contains("'missing' does not exist on stack 'organization/other/prod'", missing.Message);
    }
}
