using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Protocol;

namespace PipAi.Engine.Tests.Decisions;

/// <summary>What a provider's answer, the inputs and the program's options make of a difference.</summary>
public sealed class ChangeTests
{
    [Theory]
    // The provider says: nothing, something, or leaves it open.
    [InlineData(false, "", "", false, "")]
    [InlineData(true, "", "", true, "")]
    [InlineData(null, "", "", true, "size")]
    [InlineData(true, "zone", "", true, "zone")]
    [InlineData(true, "size", "size", true, "size")]
    // What needs a replacement differs, whatever else is said.
    [InlineData(false, "", "zone", true, "zone")]
    public void A_providers_word_counts_more_than_the_inputs(
        bool? changed, string diffs, string replaces, bool any, string differing)
    {
        var change = Change.Between(
            Thing.Made("a", ("size", "1")), Thing.Wanted("a", ("size", "2")),
            new DiffAnswer { Changed = changed, Diffs = List(diffs), Replaces = List(replaces) });
        Assert.Equal((any, replaces.Length > 0), (change.Any, change.Replace));
        Assert.Equal(List(differing), change.Diffs);
        Assert.Equal(List(replaces), change.ReplaceKeys);
    }

    [Theory]
    [InlineData("size", "size")]
    [InlineData("*", "size")]
    [InlineData("zone", "")]
    [InlineData("tags.env", "")]
    [InlineData("size[0]", "")]
    public void What_a_program_replaces_on_is_what_it_names_or_what_lies_in_it(string option, string replacing) => Assert.Equal(
        List(replacing),
        Change.Between(
            Thing.Made("a", ("size", "1")), Thing.Wanted("a", ("size", "2")) with { ReplaceOnChanges = [option] }, null).ReplaceKeys);

    [Fact]
    public void What_is_no_path_in_that_option_is_named() => Assert.Contains(
        "'a' has 'size[' in replaceOnChanges, which is no path to a property.",
        Assert.Throws<FormatException>(() => Change.Between(
            Thing.Made("a", ("size", "1")), Thing.Wanted("a", ("size", "2")) with { ReplaceOnChanges = ["size["] }, null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_not_ready_is_updated_and_replaced_where_the_program_wants_that()
    {
        var old = Thing.Made("a", ("size", "1")) with { InitErrors = ["not ready"] };
        var goal = Thing.Wanted("a", ("size", "1"));
        var change = Change.Between(old, goal, new DiffAnswer { Changed = false });
        Assert.Equal((true, false), (change.Any, change.Replace));
        Assert.Equal(
            [Change.InitErrorKey],
            Change.Between(old, goal with { ReplaceOnChanges = [Change.InitErrorKey] }, new DiffAnswer { Changed = false }).ReplaceKeys);
    }

    [Fact]
    public void A_trigger_that_differs_replaces_and_one_that_was_never_stored_does_not()
    {
        var (old, goal) = (Thing.Made("a"), Thing.Wanted("a"));
        string[] Keys(PropertyValue? was, PropertyValue? isNow) =>
            [.. Change.Between(old with { ReplacementTrigger = was }, goal with { ReplacementTrigger = isNow }, null).ReplaceKeys];

        Assert.Equal(["replacementTrigger"], Keys("1", "2"));
        Assert.Equal(["replacementTrigger"], Keys("1", PropertyValue.Unknown.Value));
        Assert.Empty(Keys("1", "1"));
        Assert.Empty(Keys("1", new PropertyValue.Secret("1")));
        Assert.Empty(Keys(null, "2"));
        Assert.Empty(Keys("1", null));
    }

    [Theory]
    [InlineData(PropertyChangeKind.Add, PropertyChangeKind.AddReplace)]
    [InlineData(PropertyChangeKind.Delete, PropertyChangeKind.DeleteReplace)]
    [InlineData(PropertyChangeKind.Update, PropertyChangeKind.UpdateReplace)]
    [InlineData(PropertyChangeKind.UpdateReplace, PropertyChangeKind.UpdateReplace)]
    public void A_detail_of_what_replaces_says_that_it_does(PropertyChangeKind told, PropertyChangeKind shown)
    {
        var answer = new DiffAnswer
        {
            Changed = true,
            Replaces = ["tags"],
            Detailed = new DiffAnswer().Detailed.Add("tags.env", new PropertyChange(told, true)).Add(
                "size", new(PropertyChangeKind.Update, true)),
        };
        var details = Change.Between(Thing.Made("a"), Thing.Wanted("a"), answer).Details;
        Assert.Equal((shown, PropertyChangeKind.Update), (details["tags.env"].Kind, details["size"].Kind));
    }

    [Fact]
    public void What_the_provider_named_without_details_is_told_from_the_inputs()
    {
        var change = Change.Between(
            Thing.Made("a", ("size", "1"), ("zone", "x")), Thing.Wanted("a", ("size", "2"), ("zone", "y")),
            new DiffAnswer { Changed = true, Diffs = ["size"] });
        Assert.Equal(["size"], change.Details.Keys);
        Assert.Equal(["size"], change.Diffs);
    }

    private static ImmutableArray<string> List(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)];
}
