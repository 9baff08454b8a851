using EmbeddedPulumi.Engine;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

public sealed class TargetTests
{
    [Fact]
    public async Task Targets_leave_everything_else_alone()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b", ("size", 1)), new Wanted("gone"));
        var options = new UpOptions { Targets = ["**::b"] };
        var result = await stack.UpAsync(FakeProgram.Of(new Wanted("a", ("size", 2)), new Wanted("b", ("size", 2)), new Wanted("new")), options);
        Assert.True(result.Succeeded);
        Assert.Equal(["same a", "update b"], TestStack.Steps(result));
        Assert.Equal(["Update b"], stack.Cloud.CallsOf("Update"));
        Assert.Equal(3, stack.Cloud.Resources.Count);

        var unknown = await stack.UpAsync(FakeProgram.Of(new Wanted("a"), new Wanted("b"), new Wanted("gone")), new UpOptions { Targets = ["**::nobody"] });
        Assert.Contains("nobody", unknown.Diagnostics[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_turned_round_across_the_border_of_the_targets_is_refused()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] });
        var turned = FakeProgram.Of(new Wanted("b"), new Wanted("a") { DependsOn = ["b"] });
        var alone = await stack.UpAsync(turned, new UpOptions { Targets = ["**::a"] });
        Assert.Equal(
            "'a' now depends on 'b', which depends on 'a' as long as it is not updated. Target both.", Assert.Single(alone.Diagnostics).Message);
        Assert.True((await stack.UpAsync(turned, new UpOptions { Targets = ["**::a", "**::b"] })).Succeeded);
        Assert.False((await stack.UpAsync(turned)).Plan.HasChanges);
    }

    [Fact]
    public async Task A_replaced_resource_stays_as_long_as_something_outside_the_targets_needs_it()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")), new Wanted("b") { DependsOn = ["a"] });
        var without = FakeProgram.Of(new Wanted("a", ("kind", "y")));
        var alone = await stack.UpAsync(without, new UpOptions { Targets = ["**::a"] });
        Assert.Contains(alone.Diagnostics, diagnostic => diagnostic.Message.Contains("stays until", StringComparison.Ordinal));
        Assert.Equal(3, stack.Cloud.Resources.Count);
        Assert.True((await stack.UpAsync(without)).Succeeded);
        Assert.Single(stack.Cloud.Resources);
    }

    [Fact]
    public async Task A_target_that_needs_what_is_neither_there_nor_a_target_is_refused_and_stays()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"));
        var program = FakeProgram.Of(new Wanted("far"), new Wanted("near") { DependsOn = ["far"] }, new Wanted("a") { DependsOn = ["near"] });
        var alone = await stack.UpAsync(program, new UpOptions { Targets = ["**::a"] });
        Assert.Equal(ExitCategory.Resource, alone.Failure);
        Assert.Equal(
            "'a' depends on 'near', which does not exist yet and is no target. Target 'urn:pulumi:dev::proj::test:index:Thing::near', too.",
            Assert.Single(alone.Diagnostics).Message);
        Assert.Single(stack.Cloud.Resources);
        Assert.True((await stack.UpAsync(program, new UpOptions { Targets = ["**::a", "**::near", "**::far"] })).Succeeded);
    }

    [Fact]
    public async Task What_is_no_target_and_needs_what_is_not_there_is_left_as_it_is()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        var program = FakeProgram.Of(new Wanted("new"), new Wanted("a") { DependsOn = ["new"] }, new Wanted("b", ("size", 2)));
        var result = await stack.UpAsync(program, new UpOptions { Targets = ["**::b"] });
        Assert.True(result.Succeeded);
        Assert.Equal(["update b"], TestStack.Steps(result));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }
}
