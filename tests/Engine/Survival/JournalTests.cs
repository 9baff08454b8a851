using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Engine.Tests.Survival;

public sealed class JournalTests
{
    [Fact]
    public async Task What_two_entries_stand_for_is_left_to_the_last_of_them()
    {
        var (first, second, third) = (Thing("first", "1"), Thing("second", "1"), Thing("third", "1"));
        await using var journal = new Journal(StackState.Empty with { Resources = [first, second] }, null);
        journal.Add(third, null);
        Assert.True(journal.RemoveIfShared(first, null));
        Assert.True(journal.RemoveIfShared(third, null));
        Assert.False(journal.RemoveIfShared(second, null));
        Assert.Equal([second], journal.Current.Resources);
    }

    [Fact]
    public async Task A_mark_stays_of_what_is_left_to_another_and_will_be_created_again()
    {
        var (first, second) = (Thing("first", "1"), Thing("second", "1"));
        var mark = first with { PendingReplacement = true };
        await using var journal = new Journal(StackState.Empty with { Resources = [first, second] }, null);
        Assert.True(journal.RemoveIfShared(first, mark));
        Assert.Equal([mark, second], journal.Current.Resources);
        Assert.False(journal.RemoveIfShared(second, null));
    }

    [Fact]
    public async Task Nothing_is_left_to_what_is_deleted_only_read_or_of_another_type()
    {
        var first = Thing("first", "1");
        await using var journal = new Journal(
            StackState.Empty with
            {
                Resources =
                [
                    first,
                    Thing("a", "1") with { PendingReplacement = true },
                    Thing("b", "1") with { External = true },
                    Thing("c", "1") with { Type = "test:index:Other" },
                    Thing("d", "2"),
                ],
            },
            null);
        Assert.False(journal.RemoveIfShared(first, null));
    }

    [Fact]
    public async Task What_changed_since_counts_as_it_is_now()
    {
        var (first, second) = (Thing("first", "1"), Thing("second", "2"));
        var moved = second with { Id = "1" };
        await using var journal = new Journal(StackState.Empty with { Resources = [first, second] }, null);
        Assert.False(journal.RemoveIfShared(first, null));
        journal.Exchange(second, moved);
        Assert.True(journal.RemoveIfShared(first, null));
        var replaced = Thing("third", "1");
        journal.Add(replaced, moved);
        Assert.False(journal.RemoveIfShared(replaced, null));
    }

    [Fact]
    public async Task No_write_comes_between_a_creation_and_the_end_of_its_call()
    {
        var written = new List<StackState>();
        await using var journal = new Journal(StackState.Empty, state =>
        {
            written.Add(state);
            return Task.CompletedTask;
        });
        var made = Thing("first", "1");
        var intent = journal.Begin("creating", made);
        var saved = Task.CompletedTask;
        journal.Together(() =>
        {
            journal.End(intent);
            // Another step wants a write right now, and gets one only when the resource is in the state.
            saved = journal.SaveAsync();
            Assert.False(SpinWait.SpinUntil(() => saved.IsCompleted, TimeSpan.FromMilliseconds(50)));
            journal.Add(made, null);
        });
        await saved;
        Assert.Equal([made], Assert.Single(written).Resources);
    }

    [Fact]
    public async Task References_follow_a_new_name_wherever_they_come_from()
    {
        var (app, old) = (Thing("app", "1"), Thing("old", "2") with { Dependencies = [Thing("app", "1").Urn] });
        await using var journal = new Journal(StackState.Empty with { Resources = [app, old] }, null);
        var renamed = app with { Urn = Thing("renamed", "1").Urn };
        journal.Add(renamed, app);
        Assert.Equal([renamed.Urn], journal.Current.Resources.Single(resource => resource.Id == "2").Dependencies);
        // One that is added when the rest was seen to already, by a caller that knows the old name.
        journal.Add(Thing("late", "3") with { Dependencies = [app.Urn] }, null);
        Assert.Equal([renamed.Urn], journal.Current.Resources.Single(resource => resource.Id == "3").Dependencies);
        // Callers know an entry as it was before, too.
        journal.Remove(old, null);
        Assert.DoesNotContain(journal.Current.Resources, resource => resource.Id == "2");
    }

    private static ResourceState Thing(string name, string id) => new()
    {
        Urn = $"urn:pulumi:dev::proj::test:index:Thing::{name}",
        Type = "test:index:Thing",
        Custom = true,
        Id = id,
    };
}
