using PipAi.Pulumi.Tests.Things;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PipAi.Pulumi.Tests.Mocks;

public sealed class MockTests
{
    [Fact]
    public async Task Resources_come_back_in_order_and_outputs_with_them()
    {
        var mocks = new EchoMocks();
        var (resources, outputs) = await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            var group = new Group("group", ["one"]);
            return new Dictionary<string, object?> { ["first"] = group.First };
        });
        Assert.Equal(["group", "group-one"], resources.Select(resource => resource.GetResourceName()));
        Assert.Equal("one", await OutputUtilities.GetValueAsync((Output<string>)outputs["first"]!));
        Assert.Equal(
            "urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Thing::group-one",
            await OutputUtilities.GetValueAsync(resources[1].Urn));
        Assert.Equal("one", mocks.Resources["group-one"].Inputs["label"]);
        Assert.Equal("group-one-id", await OutputUtilities.GetValueAsync(((CustomResource)resources[1]).Id));
        var registered = mocks.Outputs.Single(request => request.Urn.EndsWith("::group", StringComparison.Ordinal));
        Assert.Equal("one", await OutputUtilities.GetValueAsync(registered.Outputs["first"]));
    }

    [Fact]
    public async Task A_stack_class_is_among_its_resources()
    {
        var resources = await Deployment.TestAsync<LabelStack>(new EchoMocks(), new TestOptions { ProjectName = "p", StackName = "s" });
        var stack = Assert.IsType<LabelStack>(resources[0]);
        Assert.Equal("p-s", stack.GetResourceName());
        Assert.Equal("p/s/True", await OutputUtilities.GetValueAsync(stack.Label));
    }

    [Fact]
    public async Task Secrets_reach_mocks_plain_and_unknowns_not_at_all()
    {
        var mocks = new EchoMocks();
        await Deployment.TestAsync(mocks, new TestOptions(), () => _ = new Thing("a", new()
        {
            Label = OutputUtilities.CreateUnknown("x"),
            Count = Output.CreateSecret(3),
            Tags = { ["k"] = "v" },
        }));
        Assert.Equal(["count", "tags"], mocks.Resources["a"].Inputs.Keys.Order());
        Assert.Equal(3d, mocks.Resources["a"].Inputs["count"]);
    }

    [Fact]
    public async Task Functions_are_answered()
    {
        var (_, outputs) = await Deployment.TestAsync(new EchoMocks(), new TestOptions(), () => new Dictionary<string, object?>
        {
            ["token"] = Deployment.Instance.InvokeSingle<string>("test:index:find", InvokeArgs.Empty),
        });
        Assert.Equal("test:index:find", await OutputUtilities.GetValueAsync((Output<string>)outputs["token"]!));
    }

    [Fact]
    public async Task A_failure_is_thrown_with_its_message()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() =>
            Deployment.TestAsync(new EchoMocks(), new TestOptions(), (Action)(() => throw new RunException("no such region"))));
        Assert.Equal("no such region", failure.Message);
        var required = await Assert.ThrowsAsync<RunException>(() =>
            Deployment.TestAsync(new EchoMocks(), new TestOptions(), () => _ = new Thing("a", new() { Parts = { new ThingPartArgs() } })));
        Assert.Contains("ThingPartArgs.Path is required but was not given a value", required.Message);
    }

    [Fact]
    public async Task Transformations_of_a_parent_reach_its_children()
    {
        var mocks = new EchoMocks();
        await Deployment.TestAsync(mocks, new TestOptions(), () => _ = new Group("group", ["one"], new()
        {
            ResourceTransformations =
            {
                args => args.Args is ThingArgs thing
                    ? new ResourceTransformationResult(new ThingArgs { Label = thing.Label, Count = 7 }, args.Options)
                    : null,
            },
        }));
        Assert.Equal(7d, mocks.Resources["group-one"].Inputs["count"]);
    }

    [Fact]
    public void There_is_no_deployment_outside_of_a_run() => Assert.Contains(
        "before 'Run' was called", Assert.Throws<InvalidOperationException>(() => Deployment.Instance).Message);

    private sealed class LabelStack : Stack
    {
        public LabelStack()
        {
            var running = Deployment.Instance;
            Label = Output.Create($"{running.ProjectName}/{running.StackName}/{running.IsDryRun}");
        }

        [Output]
        public Output<string> Label { get; set; }
    }
}
