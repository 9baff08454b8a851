using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.State;
using PipAi.Testing;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Real processes, really killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();

    public ProcessTests() => File.WriteAllText(folder["Pulumi.yaml"], "name: proj\nruntime: dotnet\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Create a")]
    [InlineData("Create c")]
    public async Task A_killed_engine_takes_its_children_with_it_and_the_next_run_finishes_the_job(string call)
    {
        await File.WriteAllTextAsync(folder["hang"], call, Cancellation);
        using (var engine = StartEngine())
        {
            await UntilAsync(() => File.Exists(folder["hanging"]));
            engine.Kill();
            await engine.WaitForExitAsync(Cancellation);
        }

        await UntilAsync(() => !IsAlive("program") && !IsAlive("provider"));
        var pending = Assert.Single(await Store.PendingOperationsAsync(Cancellation));
        Assert.Equal("creating", pending.Kind);
        Assert.True(Assert.Single(await Store.LocksAsync(Cancellation)).IsStale);

        File.Delete(folder["hang"]);
        await Store.UnlockAsync(all: false, Cancellation);
        using (var engine = StartEngine())
        {
            await engine.WaitForExitAsync(Cancellation);
            Assert.Equal(0, engine.ExitCode);
        }

        Assert.Equal(3, Directory.GetFiles(folder["cloud"]).Length);
        Assert.Empty(await Store.PendingOperationsAsync(Cancellation));
        Assert.False(IsAlive("program") || IsAlive("provider"));
    }

    [Fact]
    public async Task A_provider_that_is_killed_fails_the_step_and_nothing_is_lost()
    {
        await File.WriteAllTextAsync(folder["hang"], "Create b", Cancellation);
        var running = new StackEngine(ProcessRole.Context(folder.Path)).UpAsync(new UpOptions(), null, Cancellation);
        await UntilAsync(() => File.Exists(folder["hanging"]));
        using (var provider = Process.GetProcessById(Pid("provider"))) provider.Kill();
        var result = await running;
        Assert.Equal(ExitCategory.Resource, result.Failure);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.Contains("went away", StringComparison.Ordinal));

        File.Delete(folder["hang"]);
        var again = await new StackEngine(ProcessRole.Context(folder.Path)).UpAsync(new UpOptions(), null, Cancellation);
        Assert.True(again.Succeeded);
        Assert.Equal(3, Directory.GetFiles(folder["cloud"]).Length);
    }

    [Fact]
    public async Task A_program_that_crashes_is_told_with_its_last_words()
    {
        await File.WriteAllTextAsync(folder["crash"], "", Cancellation);
        var result = await new StackEngine(ProcessRole.Context(folder.Path)).UpAsync(new UpOptions(), null, Cancellation);
        Assert.Equal(ExitCategory.Failed, result.Failure);
        Assert.Contains("crashed on purpose", result.Diagnostics[^1].Message, StringComparison.Ordinal);
        Assert.False(IsAlive("program") || IsAlive("provider"));
    }

    [Fact]
    public async Task What_cannot_be_started_is_named()
    {
        var context = ProcessRole.Context(folder.Path);
        var program = await Assert.ThrowsAsync<EngineException>(() =>
            new StackEngine(context with { Program = LaunchCommand.Process("/nowhere/program") }).PreviewAsync(new PreviewOptions(), null, Cancellation));
        Assert.Equal(ErrorCodes.ProgramNotStarted, program.Code);

        var plugins = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", LaunchCommand.Process("/bin/false"));
        var result = await new StackEngine(context with { Providers = plugins }).PreviewAsync(new PreviewOptions(), null, Cancellation);
        Assert.False(result.Succeeded);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.Contains("'/bin/false' ended with exit code 1", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private StackStore Store => new(ProcessRole.Context(folder.Path));

    private Process StartEngine()
    {
        var command = ProcessRole.Command("engine", folder.Path);
        var start = new ProcessStartInfo(command.FileName);
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private int Pid(string role) => int.Parse(File.ReadAllText(folder[role + ".pid"]), CultureInfo.InvariantCulture);

    private bool IsAlive(string role)
    {
        if (!File.Exists(folder[role + ".pid"])) return false;
        try
        {
            using var process = Process.GetProcessById(Pid(role));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (!holds()) await Task.Delay(20, limit.Token);
    }
}
