using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

public sealed class OptionTests
{
    [Fact]
    public async Task Retain_on_delete_leaves_the_resource_with_its_provider()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a") { Options = request => request.RetainOnDelete = true });
        var removed = await stack.UpAsync();
        Assert.Equal(["delete a"], TestStack.Steps(removed));
        Assert.Single(stack.Cloud.Resources);
    }

    [Fact]
    public async Task Ignored_changes_keep_their_old_value()
    {
        await using var stack = await TestStack.CreateAsync();
        var tags = PropertyMap.Of(("env", "dev"), ("team", "a"));
        await stack.UpAsync(new Wanted("a", ("size", 1), ("tags", tags)));
        var result = await stack.UpAsync(new Wanted("a", ("size", 2), ("tags", tags.With("env", "prod")))
        {
            Options = request => request.IgnoreChanges.Add(["size", "tags.env"]),
        });
        Assert.Equal(["same a"], TestStack.Steps(result));
    }

    [Fact]
    public async Task What_is_ignored_in_a_secret_stays_secret()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("m", new PropertyValue.Secret(PropertyMap.Of(("key", "canary"), ("size", 1))))));
        var result = await stack.UpAsync(
            new Wanted(
                "a", ("m", PropertyMap.Of(("key", "new"), ("size", 2))))
            { Options = request => request.IgnoreChanges.Add("m.key") });
        Assert.Equal(["update a"], TestStack.Steps(result));
        Assert.DoesNotContain(
            "canary", await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dependency")]
    [InlineData("propertyDependency")]
    [InlineData("deletedWith")]
    [InlineData("parent")]
    public async Task A_resource_that_refers_to_what_the_run_does_not_know_is_refused_before_anything_is_made(string kind)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("gone"), new Wanted("a", ("size", 1)));
        var gone = (await stack.Store.ResourcesAsync(TestContext.Current.CancellationToken)).Single(
            resource => resource.Name == "gone").Urn;
        var result = await stack.UpAsync(new Wanted("a", ("size", 2)) { Options = request => Refer(request, kind, gone) });
        Assert.Equal(ExitCategory.Failed, result.Failure);
        Assert.Contains(
            result.Diagnostics,
            diagnostic => diagnostic.Message == $"'a' refers to '{gone}', which the program has not registered in this run.");
        Assert.Empty(stack.Cloud.CallsOf("Update"));
        Assert.Equal(2, stack.Cloud.Resources.Count);
        Assert.True((await stack.UpAsync(new Wanted("a", ("size", 2)))).Succeeded);
    }

    [Fact]
    public async Task Deleted_with_another_needs_no_call_of_its_own()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(FakeProgram.Of(async program =>
        {
            var a = await program.RegisterAsync(new Wanted("a"));
            await program.RegisterAsync(new Wanted("b") { Options = request => request.DeletedWith = a.Urn });
            return null;
        }));
        stack.Cloud.Calls.Clear();
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Equal(["Delete a"], stack.Cloud.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_with_another_needs_no_call_when_that_is_replaced(bool deleteFirst)
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.DeleteBeforeReplace = deleteFirst;
        Func<string, LaunchCommand> program = kind => FakeProgram.Of(async run =>
        {
            var host = await run.RegisterAsync(new Wanted("host", ("kind", kind)));
            await run.RegisterAsync(new Wanted("guest") { Options = request => request.DeletedWith = host.Urn });
            return null;
        });
        await stack.UpAsync(program("x"));
        var replaced = await stack.UpAsync(program("y"));
        Assert.True(replaced.Succeeded);
        Assert.Contains("delete-replaced guest", TestStack.Steps(replaced));
        Assert.Equal(["Delete host"], stack.Cloud.CallsOf("Delete"));
    }

    [Fact]
    public async Task Additional_secret_outputs_are_encrypted()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a") { Options = request => request.AdditionalSecretOutputs.Add("address") });
        var state = await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("test://a", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_timeouts_reach_the_provider_in_seconds()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a")
        {
            Options = request =>
                request.CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts { Create = "300000000000ns", Delete = "1h30m" },
        });
        Assert.Equal(300, stack.Cloud.LastCreateTimeout);
        var state = await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken);
        Assert.Contains("\"customTimeouts\":{\"create\":300,\"delete\":5400}", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_answered_by_the_provider()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(FakeProgram.Of(async program =>
        {
            var answer = await program.Monitor.InvokeAsync(new ResourceInvokeRequest
            {
                Tok = "test:index:getThing",
                Args = PropertyWire.Encode(PropertyMap.Of(("name", "x"))),
            });
            return PropertyWire.Decode(answer.Return);
        }));
        Assert.Equal("x", result.Outputs["name"].GetString());
    }

    [Fact]
    public async Task A_stack_reference_reads_the_outputs_of_another_stack()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(
            FakeProgram.Of(
                _ => Task.FromResult<PropertyMap?>(PropertyMap.Of(("url", "http://x"), ("key", new PropertyValue.Secret("k"))))));
        var other = new StackEngine(stack.Context with
        {
            StackName = "other",
            Program = FakeProgram.Of(async program =>
            {
                var read = await program.Monitor.ReadResourceAsync(new ReadResourceRequest
                {
                    Id = "organization/proj/dev",
                    Type = TypeTokens.StackReference,
                    Name = "ref",
                    Parent = program.StackUrn,
                    AcceptSecrets = true,
                    Properties = PropertyWire.Encode(PropertyMap.Of(("name", "organization/proj/dev"))),
                });
                return ((PropertyValue.Map)PropertyWire.Decode(read.Properties)["outputs"]).Entries;
            }),
        });
        var result = await other.UpAsync(new UpOptions(), null, TestContext.Current.CancellationToken);
        Assert.Equal("http://x", result.Outputs["url"].GetString());
        Assert.Equal("[secret]", result.Outputs["key"].GetString());
    }

    [Fact]
    public async Task A_difference_is_told_property_by_property()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.LeavesDiffToEngine = true;
        PropertyValue.List ports = new(80, 81);
        await stack.UpAsync(new Wanted("a", ("tags", PropertyMap.Of(("a", 1), ("b.c", 2))), ("ports", ports), ("gone", true)));
        var result = await stack.PreviewAsync(
            new Wanted("a", ("tags", PropertyMap.Of(("a", 1), ("b.c", 3))), ("ports", new PropertyValue.List(80, 82)), ("new", "n")));
        var step = result.Plan.Steps.Single(step => step.Name == "a");
        Assert.Equal(
            ["gone Delete True ", "new Add  \"n\"", "ports[1] Update 81 82", "tags[\"b.c\"] Update 2 3"],
            step.DetailedDiff.Select(entry => $"{entry.Key} {entry.Value.Kind} {entry.Value.Old} {entry.Value.New?.GetRawText()}"));
    }

    private static void Refer(RegisterResourceRequest request, string kind, string urn)
    {
        switch (kind)
        {
            case "dependency": request.Dependencies.Add(urn); break;
            case "propertyDependency": request.PropertyDependencies["size"] = new() { Urns = { urn } }; break;
            case "deletedWith": request.DeletedWith = urn; break;
            default: request.Parent = urn; break;
        }
    }
}
