using PipAi.LocalCloud.Temporal.Journals;
using PipAi.Testing;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What a killed process leaves in the journals: each turn as a whole, or not at all.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly RunKey Former = new("ns", "workflow", "former");
    private static readonly RunKey Next = new("ns", "workflow", "next");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_turn_of_two_runs_is_finished_after_a_kill_between_their_files(int written)
    {
        var parts = HalfDone(new(folder["histories"]));
        foreach (var (journal, bytes) in parts.Take(written)) journal.Append(bytes);

        var after = new JournalFolder(folder["histories"]);
        Assert.Equal(["ns"], after.Namespaces());

        Assert.Equal([1, 2, 3], after.Open(Former).Read().Select(record => record.EventId));
        Assert.Equal([1], after.Open(Next).Read().Select(record => record.EventId));
        Assert.False(File.Exists(folder["histories/turn"]));
    }

    [Fact]
    public void A_turn_of_two_runs_that_was_not_written_whole_has_not_happened()
    {
        HalfDone(new(folder["histories"]));
        using (var turn = new FileStream(folder["histories/turn"], FileMode.Open)) turn.SetLength(turn.Length - 1);

        var after = new JournalFolder(folder["histories"]);
        after.Namespaces();

        Assert.Equal([1], after.Open(Former).Read().Select(record => record.EventId));
        Assert.Empty(after.Open(Next).Read());
    }

    [Fact]
    public void Of_a_turn_whose_last_record_was_cut_off_no_record_is_read()
    {
        var before = new JournalFolder(folder["histories"]);
        Begin(before);
        var journal = before.Open(Former);
        for (var id = 2; id <= 4; id++) journal.Write(Event(id));
        before.Commit();
        var file = before.FileOf(Former);
        using (var stream = new FileStream(file, FileMode.Open)) stream.SetLength(stream.Length - 1);

        var again = new JournalFolder(folder["histories"]).Open(Former);
        Assert.Equal([1], again.Read().Select(record => record.EventId));
        Assert.Equal(again.Length, new FileInfo(file).Length);
    }

    [Fact]
    public void What_is_discarded_is_not_written()
    {
        var journals = new JournalFolder(folder["histories"]);
        var journal = Begin(journals);
        journal.Write(Event(2));

        Assert.Equal([journal], journals.Discard());
        journals.Commit();

        Assert.Single(journal.Read());
    }

    [Fact]
    public void A_file_that_is_no_journal_is_named()
    {
        var journals = new JournalFolder(folder["histories"]);
        Begin(journals);
        File.WriteAllBytes(journals.FileOf(Former), [3, 255, 255, 255]);

        var error = Assert.Throws<InvalidDataException>(() => journals.Open(Former).Read());

        Assert.StartsWith($"'{journals.FileOf(Former)}' is damaged at byte 1: ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A turn that continues a run by another, at the moment where its parts are to be written.</summary>
    private List<(RunJournal Journal, ReadOnlyMemory<byte> Bytes)> HalfDone(JournalFolder journals)
    {
        var former = Begin(journals);
        var next = journals.Open(Next);
        former.Write(Event(2));
        former.Write(Event(3));
        next.Write(Event(1));
        List<(RunJournal Journal, ReadOnlyMemory<byte> Bytes)> parts = [(former, former.Pending()), (next, next.Pending())];
        new TurnFile(folder["histories"]).Write([.. parts.Select(part => new TurnPart(part.Journal.Run, part.Journal.Length, part.Bytes))]);
        return parts;
    }

    private static RunJournal Begin(JournalFolder journals)
    {
        var journal = journals.Open(Former);
        journal.Write(Event(1));
        journals.Commit();
        return journal;
    }

    private static HistoryEvent Event(int id) => new() { EventId = id, EventType = EventType.WorkflowTaskScheduled };
}
