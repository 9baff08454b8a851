using EmbeddedPulumi.Engine.Errors;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Writes that the kernel refuses.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ProcessStack stack = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Everything that is written to /dev/full fails with ENOSPC, as on a disk without space.</summary>
    [Theory]
    [InlineData("Create", false)]
    [InlineData("Create", true)]
    [InlineData("Delete", true)]
    public async Task A_disk_that_fills_up_during_a_call_is_told_the_last_good_state_stays_and_the_next_run_goes_on(
        string during, bool after)
    {
        await using var alone = await TestStack.CreateAsync();
        Assert.True((await alone.UpAsync(new Wanted("a"), new Wanted("b"))).Succeeded);
        Func<string, string, Task> fill = (verb, _) =>
        {
            if (verb == during) FillUp(alone.StateFile + ".new");
            return Task.CompletedTask;
        };
        (alone.Cloud.Before, alone.Cloud.After) = after ? (alone.Cloud.Before, fill) : (fill, alone.Cloud.After);
        var error = await Assert.ThrowsAsync<EngineException>(() => alone.UpAsync(new Wanted("a"), new Wanted("c")));
        Assert.Equal(ErrorCodes.StateNotWritten, error.Code);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains(alone.StateFile, error.Message, StringComparison.Ordinal);
        Assert.Empty(await alone.Store.LocksAsync(Cancellation));
        Assert.Contains(await alone.Store.ResourcesAsync(Cancellation), resource => resource.Name == "a");

        (alone.Cloud.Before, alone.Cloud.After) = ((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask);
        File.Delete(alone.StateFile + ".new");
        Assert.True((await alone.UpAsync(new Wanted("a"), new Wanted("c"))).Succeeded);
        Assert.Equal(["a", "c"], alone.Cloud.Resources.Values.Select(resource => resource.Urn[^1..]).Order());
    }

    /// <summary>A limit on the size of files makes the kernel refuse every write of the engine's process.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_disk_that_is_full_from_the_start_is_told_and_leaves_nothing_half(int blocks)
    {
        Assert.True((await stack.UpAsync()).Succeeded);
        var before = await File.ReadAllTextAsync(stack[".pulumi/stacks/proj/dev.json"], Cancellation);
        await File.WriteAllTextAsync(stack["wanted"], "a b c d", Cancellation);
        // The runtime doubles its code's memory through a file, which would hit the limit first.
        using var engine = stack.StartEngine($"trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f {blocks}");
        var (code, said) = await ProcessStack.EndOfAsync(engine);
        Assert.Equal(ProcessRole.CodeOf(ExitCategory.Failed), code);
        Assert.Contains("File too large", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(stack[".pulumi/stacks/proj/dev.json"], Cancellation));
        Assert.Equal(3, stack.Items);
        Assert.Empty(await stack.Store.LocksAsync(Cancellation));
        Assert.True((await stack.UpAsync()).Succeeded);
        Assert.Equal(4, stack.Items);
    }

    public void Dispose() => stack.Dispose();

    private static void FillUp(string file)
    {
        if (!File.Exists(file)) File.CreateSymbolicLink(file, "/dev/full");
    }
}
