using EmbeddedPulumi.Engine.Context;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

public sealed class AliasTests
{
    [Fact]
    public async Task An_alias_finds_the_resource_under_its_earlier_name_and_rewrites_what_refers_to_it()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("old"), new Wanted("b") { DependsOn = ["old"] });
        Wanted renamed = new(
            "new")
        { Options = request => request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { Name = "old" } }) };
        var result = await stack.UpAsync(renamed, new Wanted("b") { DependsOn = ["new"] });
        Assert.Equal(["same new", "same b"], TestStack.Steps(result));
        var state = await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Thing::old\"", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_of_a_renamed_component_keeps_its_resource()
    {
        await using var stack = await TestStack.CreateAsync();
        Func<string, LaunchCommand> program = name => FakeProgram.Of(async run =>
        {
            var component = await run.RegisterAsync(new Wanted(name)
            {
                Type = "test:index:Group",
                Component = true,
                Options = request =>
                {
                    if (name == "new") request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { Name = "old" } });
                },
            });
            await run.RegisterAsync(new Wanted($"{name}-child") { Parent = component.Urn });
            return null;
        });
        await stack.UpAsync(program("old"));
        var result = await stack.UpAsync(program("new"));
        Assert.Equal(["same new", "same new-child"], TestStack.Steps(result));
    }

    [Fact]
    public async Task A_dependent_of_a_renamed_resource_is_deleted_from_the_state_too()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("old"), new Wanted("b") { DependsOn = ["old"] });
        Wanted renamed = new(
            "new")
        { Options = request => request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { Name = "old" } }) };
        Assert.Equal(["same new", "delete b"], TestStack.Steps(await stack.UpAsync(renamed)));
        Assert.DoesNotContain(
            "Thing::b\"", await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
