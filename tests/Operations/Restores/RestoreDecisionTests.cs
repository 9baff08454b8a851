using System.Collections.Immutable;
using PipAi.Operations.Restores;

namespace PipAi.Operations.Tests.Restores;

/// <summary>What is done with a key, from what is kept of it.</summary>
public sealed class RestoreDecisionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Versions are written as <c>id@minute:content</c>, a marker as <c>id@minute:-</c>; <c>now</c> names the one that is current.
    /// </summary>
    [Theory]
    // It was there, and is another now.
    [InlineData("v1@0:A v2@10:B", "v2", 5, null, "Copy v1")]
    [InlineData("v1@0:A d@10:-", "d", 5, null, "Copy v1")]
    [InlineData("v1@0:A", null, 5, null, "Copy v1")]
    // At the very second of a write it is written.
    [InlineData("v1@0:A v2@10:B", "v2", 10, null, "Unchanged v2")]
    [InlineData("v1@0:A v2@10:B v3@20:C", "v3", 19, null, "Copy v2")]
    // It is what it was.
    [InlineData("v1@0:A", "v1", 5, null, "Unchanged v1")]
    // The same bytes again: only a look at the headers can tell.
    [InlineData("v1@0:A v2@10:B v3@20:A", "v3", 5, null, "Copy v1 or as v3")]
    // It was not there.
    [InlineData("v1@10:A", "v1", 5, null, "Delete")]
    [InlineData("v1@0:A d@10:- v2@20:B", "v2", 15, null, "Delete")]
    [InlineData("v1@0:A d@10:-", "d", 15, null, "Unchanged")]
    [InlineData("v1@10:A d@20:-", "d", 5, null, "Unchanged")]
    [InlineData("v1@10:A", null, 5, null, "Unchanged")]
    // Nothing of before is left, and the oldest that is has been there for so long that a predecessor would have gone.
    [InlineData("v2@10:B", "v2", 5, 10, "NotKept")]
    [InlineData("v2@10:B", "v2", 5, 9, "Delete")]
    [InlineData("v1@0:A v2@10:B", "v2", 5, 60, "Copy v1")]
    [InlineData("d@10:-", "d", 5, 60, "NotKept")]
    public void A_key_becomes_what_it_was(string versions, string? now, int at, int? keptSince, string expected) =>
        Assert.Equal(expected, Decide(versions, now, at, keptSince, deletes: true));

    [Fact]
    public void In_another_place_nothing_is_deleted() =>
        Assert.Equal("Unchanged", Decide("v1@10:A", "v1", 5, null, deletes: false));

    [Fact]
    public void Versions_of_all_regions_are_one_history_in_which_each_is_once()
    {
        ListedVersion one = Version("v1@0:A"), two = Version("v2@10:B"), three = Version("v3@20:C");
        var history = KeyHistory.Join([("east", [three, one]), ("west", [two, one])]).Single();
        Assert.Equal(["v3 east", "v2 west", "v1 east,west"],
            history.Versions.Select(kept => $"{kept.Version.Id} {string.Join(',', kept.Regions)}"));
    }

    [Fact]
    public void Of_two_writes_in_one_second_the_later_one_in_the_list_is_the_older()
    {
        ListedVersion first = Version("v1@0:A"), second = Version("v2@0:B");
        var history = KeyHistory.Join([("east", [second, first]), ("west", [second, first])]).Single();
        Assert.Equal("v2", history.At(Start)!.Version.Id);
    }

    private static string Decide(string versions, string? now, int at, int? keptSince, bool deletes)
    {
        ImmutableArray<ListedVersion> listed = [.. versions.Split(' ').Select(Version).Reverse()];
        var history = KeyHistory.Join([("east", listed)]).Single();
        var step = RestoreStep.Of(
            history, listed.FirstOrDefault(version => version.Id == now), Start.AddMinutes(at),
            keptSince is { } minute ? Start.AddMinutes(minute) : null, ("key", deletes));
        var words = new[] { $"{step.Action}", step.Version?.Id, step.Twin is { } twin ? $"or as {twin.Id}" : null };
        return string.Join(' ', words.OfType<string>());
    }

    private static ListedVersion Version(string text)
    {
        var (id, rest) = (text.Split('@')[0], text.Split('@')[1].Split(':'));
        return new ListedVersion(
            "key", id, Start.AddMinutes(int.Parse(rest[0], null)), rest[1] == "-", rest[1] == "-" ? "" : rest[1], rest[1] == "-" ? 0 : 1);
    }
}
