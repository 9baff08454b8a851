using EmbeddedPulumi.Engine.Errors;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Programs that crash or never end.</summary>
public sealed class ProgramProcessTests : IDisposable
{
    private readonly ProcessStack stack = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("start")]
    [InlineData("stack")]
    [InlineData("between")]
    [InlineData("end")]
    [InlineData("afterwards")]
    public async Task Wherever_a_program_crashes_its_last_words_are_told_and_nothing_is_deleted(string place)
    {
        Assert.True((await stack.UpAsync()).Succeeded);
        await File.WriteAllTextAsync(stack["crash"], place, Cancellation);
        await File.WriteAllTextAsync(stack["wanted"], "a x", Cancellation);
        var result = await stack.UpAsync();
        Assert.Equal(ExitCategory.Failed, result.Failure);
        Assert.StartsWith("The program ended with exit code 134. It said:", result.Diagnostics[^1].Message, StringComparison.Ordinal);
        Assert.Contains("crashed on purpose", result.Diagnostics[^1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Plan.Steps, step => step.Op.ToString().Contains("Delete", StringComparison.Ordinal));
        var expected = place is "end" or "afterwards" ? 4 : 3;
        Assert.Equal(expected, stack.Items);
        Assert.False(stack.IsAlive("program") || stack.IsAlive("provider"));

        File.Delete(stack["crash"]);
        Assert.True((await stack.UpAsync()).Succeeded);
        Assert.Equal(2, stack.Items);
    }

    [Fact]
    public async Task A_program_that_never_ends_is_ended_by_an_interrupt_and_what_it_declared_is_kept()
    {
        await File.WriteAllTextAsync(stack["stall"], "", Cancellation);
        using var engine = stack.StartEngine();
        await ProcessStack.UntilAsync(() => File.Exists(stack["stalling"]));
        await ProcessStack.InterruptAsync(engine);
        var (code, _) = await ProcessStack.EndOfAsync(engine);
        Assert.Equal(ProcessRole.CodeOf(ExitCategory.Cancelled), code);
        Assert.False(stack.IsAlive("program") || stack.IsAlive("provider"));
        Assert.Equal(3, stack.Items);
        Assert.Equal(3, (await stack.Store.ResourcesAsync(Cancellation)).Count(resource => resource.Type == "test:index:Thing"));
        Assert.Empty(await stack.Store.LocksAsync(Cancellation));
    }

    public void Dispose() => stack.Dispose();
}
