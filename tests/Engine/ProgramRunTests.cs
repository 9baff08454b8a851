using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>How often an operation runs the program: a program may take long to start, and what it logs is told each time.</summary>
public sealed class ProgramRunTests
{
    private readonly List<string> runs = [];

    [Fact]
    public async Task A_confirmed_update_runs_it_once_for_the_plan_and_once_for_the_update()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(Counted(), new UpOptions { Confirm = (_, _) => Task.FromResult(true), Refresh = false });
        Assert.True(result.Succeeded);
        Assert.Equal(["plan", "update"], runs);
    }

    [Fact]
    public async Task An_update_that_is_refused_has_run_it_for_the_plan_alone()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(Counted(), new UpOptions { Confirm = (_, _) => Task.FromResult(false) });
        Assert.Equal(ExitCategory.Cancelled, result.Failure);
        Assert.Equal(["plan"], runs);
    }

    [Fact]
    public async Task A_plan_that_was_made_before_is_confirmed_without_another_run()
    {
        await using var stack = await TestStack.CreateAsync();
        var plan = await stack.PreviewAsync(Counted());
        PreviewResult? confirmed = null;
        var result = await stack.UpAsync(Counted(), new UpOptions
        {
            Plan = plan,
            Confirm = (shown, _) =>
            {
                confirmed = shown;
                return Task.FromResult(true);
            },
        });
        Assert.True(result.Succeeded);
        Assert.Same(plan, confirmed);
        Assert.Equal(["plan", "update"], runs);
    }

    [Fact]
    public async Task A_refresh_before_the_update_does_not_run_it()
    {
        await using var stack = await TestStack.CreateAsync();
        Assert.True((await stack.UpAsync(new Wanted("a"))).Succeeded);
        Assert.True(
            (await stack.UpAsync(Counted(), new UpOptions { Confirm = (_, _) => Task.FromResult(true), Refresh = true })).Succeeded);
        Assert.Equal(["plan", "update"], runs);
    }

    [Fact]
    public async Task A_wrong_setting_runs_it_once_to_hear_what_it_finds_wrong_itself()
    {
        await using var stack = await TestStack.CreateAsync("config:\n  proj:size:\n    type: integer\n");
        await File.WriteAllTextAsync(
            Path.Combine(stack.Folder, "Pulumi.dev.yaml"), "config:\n  proj:size: much\n", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<EngineException>(
            () => stack.UpAsync(Counted(), new UpOptions { Confirm = (_, _) => Task.FromResult(true) }));
        Assert.Equal(["plan"], runs);
    }

    private LaunchCommand Counted() => FakeProgram.Of(program =>
    {
        runs.Add(program.IsPreview ? "plan" : "update");
        return Task.FromResult<EmbeddedPulumi.Protocol.PropertyMap?>(null);
    });
}
