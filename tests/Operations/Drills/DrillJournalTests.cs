using Microsoft.Extensions.Time.Testing;
using PipAi.Operations.Drills;
using PipAi.Operations.Tests.Platform;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Drills;

/// <summary>Whenever a drill ends, nothing it broke is left broken; and where it could not mend it, the next one is told.</summary>
public sealed class DrillJournalTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly TemporaryFolder folder = new();

    private string NoteFile => folder["drills/prod.json"];

    private DrillJournal Journal => new(NoteFile, "this process", time);

    private static DrillScenario Scenario => new DrillScenarios(SampleOutputs.Parsed()).Region("iad") with
    {
        Faults = [new(DrillFault.What.RegionGone, "iad"), new(DrillFault.What.StorageGone, "us-east-2")],
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_broken_is_noted_before_it_is_broken_and_the_note_goes_after_it_was_mended()
    {
        var noted = new List<bool>();
        var platform = new ScriptedPlatform(time) { Meets = _ => noted.Add(File.Exists(NoteFile)) };
        await RunAsync(platform, TestContext.Current.CancellationToken);

        Assert.Equal([true, true, true, true], noted);
        Assert.Equal(
            ["set RegionGone iad", "set StorageGone us-east-2", "undo StorageGone us-east-2", "undo RegionGone iad", "remove objects"],
            platform.Calls);
        Assert.False(File.Exists(NoteFile));
    }

    [Theory]
    [InlineData("sending")]
    [InlineData("breaking")]
    [InlineData("in force")]
    [InlineData("documents flow again")]
    [InlineData("whole again")]
    public async Task A_drill_that_is_stopped_mends_what_it_broke(string moment)
    {
        var platform = new ScriptedPlatform(time);
        using var stop = new CancellationTokenSource();
        var progress = new Reached(moment, stop.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(platform, stop.Token, progress));

        Assert.False(File.Exists(NoteFile));
        IEnumerable<string> Of(string call) =>
            platform.Calls.Where(made => made.StartsWith(call, StringComparison.Ordinal)).Select(made => made[call.Length..]);
        Assert.Equal(moment == "sending" ? 0 : 2, Of("undo ").Count());
        Assert.Empty(Of("set ").Except(Of("undo ")));
    }

    [Theory]
    [InlineData("set RegionGone")]
    [InlineData("set StorageGone")]
    [InlineData("undo StorageGone")]
    [InlineData("undo RegionGone")]
    public async Task A_drill_that_dies_at_any_step_is_mended_by_who_comes_next(string step)
    {
        // From that step on the process is gone: nothing that it still tries reaches the platform.
        var isDead = false;
        var platform = new ScriptedPlatform(time)
        {
            Meets = now => { if (isDead |= now == step) throw new InvalidOperationException("the process is gone"); },
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(platform, TestContext.Current.CancellationToken));

        platform.Meets = _ => { };
        var left = await Journal.MendAsync(platform, TestContext.Current.CancellationToken);
        Assert.Equal(("region", "iad", "this process"), (left!.Drill, left.Subject, left.Owner));
        Assert.Equal(["undo StorageGone us-east-2", "undo RegionGone iad"], platform.Calls.TakeLast(2));
        Assert.Null(await Journal.MendAsync(platform, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task While_a_drill_runs_another_one_breaks_nothing_and_mends_nothing()
    {
        Journal.Note(Scenario);
        var platform = new ScriptedPlatform(time);
        var refused = await Assert.ThrowsAsync<DrillNotPossibleException>(() => RunAsync(platform, TestContext.Current.CancellationToken));

        Assert.Equal("The drill is not possible: another drill runs: region of iad, since 2000-01-01 00:00:00Z.", refused.Message);
        Assert.Equal(["remove objects"], platform.Calls);
        Assert.True(File.Exists(NoteFile));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"drill":"region","subj""")]
    public void A_note_that_says_nothing_is_told_with_its_file(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(NoteFile)!);
        File.WriteAllText(NoteFile, text);
        Assert.StartsWith(
            $"'{NoteFile}' does not say what a drill has broken", Assert.Throws<InvalidDataException>(() => Journal.Read()).Message,
            StringComparison.Ordinal);
    }

    private Task<DrillReport> RunAsync(ScriptedPlatform platform, CancellationToken cancellation, IProgress<string>? progress = null) =>
        new SteppedRun(time).UntilAsync(
            () => new DrillRun(platform, platform, Journal, time).RunAsync(Scenario, progress ?? new Progress<string>(), cancellation),
            task => task.IsCompleted);

    private sealed class Reached(string moment, Action act) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value.StartsWith(moment, StringComparison.Ordinal)) act();
        }
    }
}
