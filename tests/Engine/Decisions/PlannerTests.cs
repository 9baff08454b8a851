using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace PipAi.Engine.Tests.Decisions;

/// <summary>What becomes of one resource: the decision itself, without providers, programs or processes.</summary>
public sealed class PlannerTests
{
    private static readonly DiffAnswer NoChange = new() { Changed = false };
    private static readonly DiffAnswer Changed = new() { Changed = true, Diffs = ["size"] };
    private static readonly DiffAnswer Replaced = new() { Changed = true, Replaces = ["size"] };

    [Theory]
    [InlineData("same", "Same")]
    [InlineData("changed", "Update")]
    [InlineData("replaced", "CreateReplacement Replace")]
    [InlineData("replaced-deleting-first", "DeleteReplaced Replace CreateReplacement")]
    public void A_providers_answer_decides(string answer, string steps) => Assert.Equal(steps, Steps(
        Input(Thing.Made("a", ("size", "1")), Thing.Wanted("a", ("size", "2"))), answer switch
        {
            "same" => NoChange,
            "changed" => Changed,
            "replaced" => Replaced,
            _ => Replaced with { DeleteBeforeReplace = true },
        }));

    [Theory]
    [InlineData(null, false, "CreateReplacement Replace")]
    [InlineData(null, true, "DeleteReplaced Replace CreateReplacement")]
    [InlineData(true, false, "DeleteReplaced Replace CreateReplacement")]
    [InlineData(false, true, "CreateReplacement Replace")]
    public void A_programs_word_on_deleting_first_counts_more_than_the_providers(bool? program, bool provider, string steps) =>
        Assert.Equal(steps, Steps(
            new PlanningInput(new Goal(Thing.Wanted("a", ("size", "2")), program)) { Old = Thing.Made("a", ("size", "1")) },
            Replaced with { DeleteBeforeReplace = provider }));

    [Fact]
    public void What_there_is_none_of_is_created() =>
        Assert.Equal("Create", Steps(Input(null, Thing.Wanted("a", ("size", "1"))), null));

    [Fact]
    public void What_was_deleted_with_something_else_is_created_again_as_it_was_before() => Assert.Equal(
        "Replace CreateReplacement",
        Steps(Input(Thing.Made("a", ("size", "1")), Thing.Wanted("a", ("size", "1"))) with { Recreating = true }, null));

    [Fact]
    public void What_is_outside_the_targets_stays_and_what_is_not_there_is_left_out()
    {
        var old = Thing.Made("a", ("size", "1"));
        Assert.Equal("Same", Steps(Input(old, Thing.Wanted("a", ("size", "2"))) with { Targeted = false }, null));
        Assert.IsType<Decision.Skip>(Planner.Decide(Input(null, Thing.Wanted("a")) with { Targeted = false }, ProviderResponses.None));
        var kept = Assert.IsType<Decision.Act>(
            Planner.Decide(Input(old, Thing.Wanted("a", ("size", "2"))) with { Targeted = false }, ProviderResponses.None));
        Assert.Equal(old.Inputs, Assert.Single(kept.Steps).New!.Inputs);
    }

    [Fact]
    public void A_provider_is_asked_to_check_before_anything_else_and_with_the_inputs_that_there_are()
    {
        var old = Thing.Made("a", ("size", "1"));
        var asked = Assert.IsType<Decision.AskCheck>(
            Planner.Decide(Input(old, Thing.Wanted("a", ("size", "2"))), ProviderResponses.None));
        Assert.Equal((old.Inputs, false), (asked.Olds, asked.Replacement));
    }

    [Theory]
    [InlineData("recreating")]
    [InlineData("external")]
    [InlineData("new")]
    public void What_is_made_anew_is_checked_without_old_inputs(string kind)
    {
        var old = kind == "new" ? null : Thing.Made("a", ("size", "1")) with { External = kind == "external" };
        var input = Input(old, Thing.Wanted("a", ("size", "2"))) with { Recreating = kind == "recreating" };
        Assert.Equal(PropertyMap.Empty, Assert.IsType<Decision.AskCheck>(Planner.Decide(input, ProviderResponses.None)).Olds);
    }

    [Fact]
    public void A_creation_whose_outcome_is_not_known_is_tried_again_with_its_own_inputs()
    {
        var inputs = PropertyMap.Of(("name", "a-7f3e"));
        var input = Input(null, Thing.Wanted("a")) with { Interrupted = inputs };
        Assert.Equal(inputs, Assert.IsType<Decision.AskCheck>(Planner.Decide(input, ProviderResponses.None)).Olds);
    }

    [Fact]
    public void What_is_ignored_is_checked_with_its_old_value_and_made_anew_with_its_new_one()
    {
        var goal = Thing.Wanted("a", ("size", "2")) with { IgnoreChanges = ["size"] };
        var input = Input(Thing.Made("a", ("size", "1")), goal);
        Assert.Equal("1", Size(Planner.Decide(input, ProviderResponses.None)));
        Assert.Equal("2", Size(Planner.Decide(input with { Recreating = true }, ProviderResponses.None)));
        Assert.Equal("2", Size(Planner.Decide(Input(null, goal), ProviderResponses.None)));

        static string Size(Decision decision) =>
            ((PropertyValue.Text)Assert.IsType<Decision.AskCheck>(decision).Goal.Inputs["size"]).Value;
    }

    [Theory]
    [InlineData("size", "kind:index:Thing 'a' has a problem with 'size': too large")]
    [InlineData("", "kind:index:Thing 'a' has a problem: too large")]
    public void What_a_provider_refuses_is_refused_in_its_words(string property, string message)
    {
        var check = new CheckAnswer(PropertyMap.Empty, [new CheckProblem(property, "too large")]);
        var refused = Planner.Decide(Input(Thing.Made("a"), Thing.Wanted("a")), new ProviderResponses(check));
        Assert.Equal([message], Assert.IsType<Decision.Refuse>(refused).Reasons);
        // A replacement's check is as good as the first.
        var sound = new CheckAnswer(PropertyMap.Empty, []);
        refused = Planner.Decide(Input(Thing.Made("a"), Thing.Wanted("a")), new ProviderResponses(sound, Replaced, check));
        Assert.Equal([message], Assert.IsType<Decision.Refuse>(refused).Reasons);
    }

    [Theory]
    [InlineData(true, true, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    // Its predecessor is deleted already: there is nothing left to protect.
    [InlineData(true, true, true, false)]
    public void What_is_protected_and_stays_so_is_not_replaced(bool was, bool isNow, bool isPending, bool isRefused)
    {
        var old = Thing.Made("a", ("size", "1")) with { Protect = was, PendingReplacement = isPending };
        var decision = Decide(Input(old, Thing.Wanted("a", ("size", "2")) with { Protect = isNow }), Replaced);
        Assert.Equal(isRefused, decision is Decision.Refuse);
        if (decision is Decision.Refuse refused)
            Assert.Contains("'a' must be replaced (size), but it is protected.", refused.Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thing-1", false, false, true)]
    [InlineData("thing-1", true, false, false)]
    [InlineData("thing-1", false, true, false)]
    [InlineData("", false, false, false)]
    public void What_was_imported_is_not_replaced_while_the_program_says_so(string id, bool isImporting, bool isPending, bool isRefused)
    {
        var old = Thing.Made("a", ("size", "1")) with { PendingReplacement = isPending };
        var input = Input(old, Thing.Wanted("a", ("size", "2")) with { ImportId = id }) with { Importing = isImporting };
        Assert.Equal(isRefused, Decide(input, Replaced) is Decision.Refuse);
    }

    [Theory]
    [InlineData("read", "CreateReplacement Replace")]
    [InlineData("component", "CreateReplacement Replace")]
    [InlineData("must", "CreateReplacement Replace")]
    [InlineData("pending", "Replace CreateReplacement")]
    public void Some_are_replaced_without_asking_what_differs(string why, string steps)
    {
        var old = Thing.Made("a", ("size", "1"));
        old = why switch
        {
            "read" => old with { External = true },
            "component" => old with { Custom = false, Id = "" },
            "pending" => old with { PendingReplacement = true },
            _ => old,
        };
        var input = Input(old, Thing.Wanted("a", ("size", "1"))) with { MustReplace = why == "must" ? "provider" : null };
        var checks = new CheckAnswer(input.Goal.State.Inputs, []);
        var act = Assert.IsType<Decision.Act>(Planner.Decide(input, new ProviderResponses(checks, null, checks)));
        Assert.Equal(steps, Text(act));
        Assert.Equal([why == "must" ? "provider" : "id"], act.Steps[0].Change.ReplaceKeys);
    }

    [Fact]
    public void A_replacement_is_checked_again_without_the_names_that_were_chosen_for_its_predecessor()
    {
        var input = Input(Thing.Made("a", ("name", "a-1")), Thing.Wanted("a"));
        var asked = Assert.IsType<Decision.AskCheck>(
            Planner.Decide(input, new ProviderResponses(new CheckAnswer(input.Old!.Inputs, []), Replaced)));
        Assert.True(asked.Replacement);
        Assert.Equal(PropertyMap.Empty, asked.Olds);
        var act = Assert.IsType<Decision.Act>(Planner.Decide(input, new ProviderResponses(
            new CheckAnswer(input.Old.Inputs, []), Replaced, new CheckAnswer(PropertyMap.Of(("name", "a-2")), []))));
        Assert.Equal(PropertyMap.Of(("name", "a-2")), act.Steps[0].New!.Inputs);
    }

    [Theory]
    [InlineData(true, "CreateReplacement Replace")]
    [InlineData(false, "Same")]
    public void A_component_that_becomes_one_is_replaced_only_if_it_was_a_resource(bool wasCustom, string steps)
    {
        var component = Thing.Wanted("a") with { Custom = false };
        var old = Thing.Made("a") with { Custom = wasCustom, Id = wasCustom ? "1" : "" };
        Assert.Equal(steps, Text(Planner.Decide(Input(old, component), ProviderResponses.None)));
        Assert.Equal("Create", Text(Planner.Decide(Input(null, component), ProviderResponses.None)));
        Assert.Equal("Update", Text(Planner.Decide(
            Input(component, component with { Inputs = PropertyMap.Of(("size", "2")) }), ProviderResponses.None)));
    }

    [Fact]
    public void A_provider_that_cannot_tell_yet_is_named_in_a_warning()
    {
        var act = Assert.IsType<Decision.Act>(
            Decide(Input(Thing.Made("a"), Thing.Wanted("a")), new DiffAnswer { Changed = true, Unavailable = true }));
        Assert.Contains("'a' cannot be configured before its inputs are known", act.Warning, StringComparison.Ordinal);
        Assert.Null(Assert.IsType<Decision.Act>(Decide(Input(Thing.Made("a"), Thing.Wanted("a")), Changed)).Warning);
    }

    private static PlanningInput Input(ResourceState? old, ResourceState goal) => new(new Goal(goal, null)) { Old = old };

    private static Decision Decide(PlanningInput input, DiffAnswer? diff)
    {
        var check = new CheckAnswer(input.Goal.State.Inputs, []);
        return Planner.Decide(input, new ProviderResponses(check, diff, check));
    }

    private static string Steps(PlanningInput input, DiffAnswer? diff) => Text(Decide(input, diff));

    private static string Text(Decision decision) => string.Join(' ', Assert.IsType<Decision.Act>(decision).Steps.Select(step => step.Op));
}
