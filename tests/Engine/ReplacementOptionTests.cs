using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>Options that decide whether and how a resource is replaced.</summary>
public sealed class ReplacementOptionTests
{
    [Fact]
    public async Task Protect_forbids_deletion_and_replacement_until_it_is_taken_off()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")) { Options = request => request.Protect = true });
        var replaced = await stack.UpAsync(new Wanted("a", ("kind", "y")) { Options = request => request.Protect = true });
        Assert.Equal(ExitCategory.Resource, replaced.Failure);
        Assert.Contains("protected", Assert.Single(replaced.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(ExitCategory.Resource, (await stack.UpAsync()).Failure);
        Assert.Equal(ExitCategory.Resource, (await stack.DestroyAsync()).Failure);
        Assert.Single(stack.Cloud.Resources);

        Assert.True((await stack.UpAsync(new Wanted("a", ("kind", "x")))).Succeeded);
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Empty(stack.Cloud.Resources);
    }

    [Fact]
    public async Task Protect_may_be_taken_off_in_the_run_that_replaces()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")) { Options = request => request.Protect = true });
        var result = await stack.UpAsync(new Wanted("a", ("kind", "y")));
        Assert.True(result.Succeeded);
        Assert.Equal(["create-replacement a", "replace a", "delete-replaced a"], TestStack.Steps(result));
        Assert.Single(stack.Cloud.Resources);
    }

    [Fact]
    public async Task Replace_on_changes_makes_an_update_a_replacement()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        var result = await stack.UpAsync(new Wanted("a", ("size", 2)) { Options = request => request.ReplaceOnChanges.Add("size") });
        Assert.Equal(["create-replacement a", "replace a", "discard-replaced a"], TestStack.Steps(result));
    }

    [Theory]
    [InlineData("x", "create-replacement a, replace a, discard-replaced a")]
    [InlineData("y", "update a")]
    public async Task Replace_on_changes_of_a_nested_property_is_not_about_its_neighbour(string changed, string steps)
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.LeavesDiffToEngine = true;
        var settings = PropertyMap.Of(("x", 1), ("y", 1));
        Action<RegisterResourceRequest> option = request => request.ReplaceOnChanges.Add("m.x");
        await stack.UpAsync(new Wanted("a", ("m", settings)) { Options = option });
        var result = await stack.UpAsync(new Wanted("a", ("m", settings.With(changed, 2))) { Options = option });
        Assert.Equal(steps, string.Join(", ", TestStack.Steps(result)));
    }

    [Fact]
    public async Task Replace_on_changes_of_a_nested_property_takes_a_provider_at_its_word()
    {
        await using var stack = await TestStack.CreateAsync();
        Action<RegisterResourceRequest> option = request => request.ReplaceOnChanges.Add("m.x");
        await stack.UpAsync(new Wanted("a", ("m", PropertyMap.Of(("x", 1)))) { Options = option });
        // It names only 'm', as the stock engine's rule wants it: the pattern does not cover that.
        var result = await stack.UpAsync(new Wanted("a", ("m", PropertyMap.Of(("x", 2)))) { Options = option });
        Assert.Equal(["update a"], TestStack.Steps(result));
    }

    [Fact]
    public async Task A_provider_that_leaves_the_difference_open_has_the_inputs_compared()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.LeavesDiffToEngine = true;
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        Assert.Equal(["same a"], TestStack.Steps(await stack.PreviewAsync(new Wanted("a", ("size", 1)))));
        Assert.Equal(["update a"], TestStack.Steps(await stack.PreviewAsync(new Wanted("a", ("size", 2)))));
    }

    [Fact]
    public async Task What_is_to_be_replaced_with_another_is_replaced_with_it()
    {
        await using var stack = await TestStack.CreateAsync();
        Func<string, LaunchCommand> program = kind => FakeProgram.Of(async run =>
        {
            var a = await run.RegisterAsync(new Wanted("a", ("kind", kind)));
            await run.RegisterAsync(new Wanted("b") { Options = request => request.ReplaceWith.Add(a.Urn) });
            return null;
        });
        await stack.UpAsync(program("x"));
        var replaced = await stack.UpAsync(program("y"));
        Assert.Contains("create-replacement b", TestStack.Steps(replaced));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }
}
