using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

public sealed class TargetTests
{
    [Fact]
    public async Task Targets_leave_everything_else_alone()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b", ("size", 1)), new Wanted("gone"));
        var options = new UpOptions { Resources = new() { Targets = ["**::b"] } };
        var result = await stack.UpAsync(
            FakeProgram.Of(new Wanted("a", ("size", 2)), new Wanted("b", ("size", 2)), new Wanted("new")), options);
        Assert.True(result.Succeeded);
        Assert.Equal(["same a", "update b"], TestStack.Steps(result));
        Assert.Equal(["Update b"], stack.Cloud.CallsOf("Update"));
        Assert.Equal(3, stack.Cloud.Resources.Count);

        var unknown = await stack.UpAsync(
            FakeProgram.Of(new Wanted("a"), new Wanted("b"), new Wanted("gone")),
            new UpOptions { Resources = new() { Targets = ["**::nobody"] } });
        Assert.Contains("nobody", unknown.Diagnostics[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_turned_round_across_the_border_of_the_targets_is_refused()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] });
        var turned = FakeProgram.Of(new Wanted("b"), new Wanted("a") { DependsOn = ["b"] });
        var alone = await stack.UpAsync(turned, new UpOptions { Resources = new() { Targets = ["**::a"] } });
        Assert.Equal(
            "'a' now depends on 'b', which depends on 'a' as long as it is not updated. Target both.",
            Assert.Single(alone.Diagnostics).Message);
        Assert.True((await stack.UpAsync(turned, new UpOptions { Resources = new() { Targets = ["**::a", "**::b"] } })).Succeeded);
        Assert.False((await stack.UpAsync(turned)).Plan.HasChanges);
    }

    [Fact]
    public async Task A_replaced_resource_stays_as_long_as_something_outside_the_targets_needs_it()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")), new Wanted("b") { DependsOn = ["a"] });
        var without = FakeProgram.Of(new Wanted("a", ("kind", "y")));
        var alone = await stack.UpAsync(without, new UpOptions { Resources = new() { Targets = ["**::a"] } });
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
        var program = FakeProgram.Of(
            new Wanted("far"), new Wanted("near") { DependsOn = ["far"] }, new Wanted("a") { DependsOn = ["near"] });
        var alone = await stack.UpAsync(program, new UpOptions { Resources = new() { Targets = ["**::a"] } });
        Assert.Equal(ExitCategory.Resource, alone.Failure);
        Assert.Equal(
            "'a' depends on 'near', which does not exist yet and is no target. Target 'urn:pulumi:dev::proj::test:index:Thing::near', too.",
            Assert.Single(alone.Diagnostics).Message);
        Assert.Single(stack.Cloud.Resources);
        Assert.True(
            (await stack.UpAsync(program, new UpOptions { Resources = new() { Targets = ["**::a", "**::near", "**::far"] } })).Succeeded);
    }

    [Fact]
    public async Task What_is_no_target_and_needs_what_is_not_there_is_left_as_it_is()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        var program = FakeProgram.Of(new Wanted("new"), new Wanted("a") { DependsOn = ["new"] }, new Wanted("b", ("size", 2)));
        var result = await stack.UpAsync(program, new UpOptions { Resources = new() { Targets = ["**::b"] } });
        Assert.True(result.Succeeded);
        Assert.Equal(["update b"], TestStack.Steps(result));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }

    [Fact]
    public async Task What_is_excluded_stays_as_it_is_and_so_does_what_it_needs()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("base"), new Wanted("a", ("size", 1)) { DependsOn = ["base"] }, new Wanted("b", ("size", 1)));
        var changed = FakeProgram.Of(
            new Wanted("base"), new Wanted("a", ("size", 2)) { DependsOn = ["base"] }, new Wanted("b", ("size", 2)));
        var up = await stack.UpAsync(changed, new UpOptions { Resources = new() { Excludes = ["**::a"] } });
        Assert.True(up.Succeeded);
        Assert.Equal(["same a", "same base", "update b"], TestStack.Steps(up).Order(StringComparer.Ordinal));

        Assert.True((await stack.DestroyAsync(new DestroyOptions { Resources = new() { Excludes = ["**::a"] } })).Succeeded);
        Assert.Equal(["a", "base"], stack.Cloud.Resources.Values.Select(resource => resource.Urn.Split("::")[^1]).Order());
    }

    [Fact]
    public async Task What_is_excluded_may_be_new_but_not_unknown()
    {
        await using var stack = await TestStack.CreateAsync();
        var up = await stack.UpAsync(
            FakeProgram.Of(new Wanted("a"), new Wanted("new")), new UpOptions { Resources = new() { Excludes = ["**::new"] } });
        Assert.True(up.Succeeded);
        Assert.Equal(["create a"], TestStack.Steps(up));
        up = await stack.UpAsync(FakeProgram.Of(new Wanted("a")), new UpOptions { Resources = new() { Excludes = ["**::mew"] } });
        Assert.Contains(up.Diagnostics, said => said.Message == "No resource is named by --exclude '**::mew'.");
    }

    [Fact]
    public async Task What_is_to_be_replaced_is_although_nothing_differs()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        var result = await stack.UpAsync(
            FakeProgram.Of(new Wanted("a"), new Wanted("b")), new UpOptions { Resources = new() { Replaces = ["**::b"] } });
        Assert.Equal(["same a", "create-replacement b", "replace b", "discard-replaced b"], TestStack.Steps(result));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }

    [Theory]
    [InlineData("urn:pulumi:dev::proj::test:index:Thing::*", true)]
    [InlineData("urn:pulumi:*::proj::test:*:Thing::a", true)]
    [InlineData("**Thing::a", true)]
    [InlineData("**", true)]
    [InlineData("*Thing::a", false)]
    [InlineData("urn:*::a", false)]
    [InlineData("urn:pulumi:dev::proj::test:index:Thing::A", false)]
    public async Task One_star_stands_for_any_text_without_a_colon_and_two_for_any(string pattern, bool names)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"));
        Assert.Equal(
            names,
            (await stack.PreviewAsync(
                FakeProgram.Of(new Wanted("a")), new PreviewOptions { Resources = new() { Targets = [pattern] } })).Succeeded);
    }
}
