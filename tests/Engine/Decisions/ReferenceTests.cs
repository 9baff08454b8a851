using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace PipAi.Engine.Tests.Decisions;

/// <summary>
/// Which resource is meant: by targets, by aliases, by references whose target was renamed, and in which order they stand.
/// </summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("", "", "a", true)]
    [InlineData("a", "", "a", true)]
    [InlineData("a", "", "b", false)]
    [InlineData("", "a", "a", false)]
    [InlineData("", "a", "b", true)]
    [InlineData("a", "a", "a", false)]
    [InlineData("*", "", "a", true)]
    // One star stops at a colon, two do not.
    [InlineData("urn:pulumi:test::project::*::a", "", "a", false)]
    [InlineData("urn:pulumi:test::project::**::a", "", "a", true)]
    [InlineData("urn:pulumi:test::project::kind:index:*::a", "", "a", true)]
    [InlineData("**", "", "a", true)]
    [InlineData("**a", "", "ab", false)]
    [InlineData("**::a.c", "", "abc", false)]
    public void A_target_is_named_by_its_URN_or_a_pattern(string target, string exclude, string name, bool isNamed)
    {
        string[] Patterns(string text) => text.Length == 0 ? [] : [text.Contains(':') || text.Contains("**") ? text : Thing.Urn(text)];
        var targets = new TargetSet(new ResourceSelection { Targets = [.. Patterns(target)], Excludes = [.. Patterns(exclude)] });
        Assert.Equal(isNamed, targets.Contains(Thing.Urn(name), Thing.Type));
    }

    [Theory]
    [InlineData("pulumi:pulumi:Stack", true)]
    [InlineData("pulumi:providers:kind", true)]
    [InlineData("kind:index:Thing", false)]
    public void The_stack_and_providers_are_always_among_them(string type, bool isAmong) => Assert.Equal(
        isAmong,
        new TargetSet(new ResourceSelection { Targets = [Thing.Urn("a")] }).Contains($"urn:pulumi:test::project::{type}::b", type));

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void What_depends_on_a_target_is_one_where_that_is_asked_for(bool isAsked, bool isNamed)
    {
        var targets = new TargetSet(new ResourceSelection { Targets = [Thing.Urn("a")], TargetDependents = isAsked });
        targets.NoteReferences(Thing.Urn("b"), [Thing.Urn("a")]);
        targets.NoteReferences(Thing.Urn("c"), [Thing.Urn("b")]);
        targets.NoteReferences(Thing.Urn("d"), [Thing.Urn("e")]);
        Assert.Equal(
            (true, isNamed, isNamed, false),
            (targets.IsNamed(Thing.Urn("a")), targets.IsNamed(Thing.Urn("b")), targets.IsNamed(Thing.Urn("c")), targets.IsNamed(
                Thing.Urn("d"))));
    }

    [Fact]
    public void What_is_to_be_replaced_is_named_by_the_same_patterns()
    {
        var targets = new TargetSet(new ResourceSelection { Replaces = ["**::a*"] });
        Assert.Equal((true, false), (targets.IsReplaced(Thing.Urn("ab")), targets.IsReplaced(Thing.Urn("b"))));
        Assert.True(targets.All);
    }

    public static TheoryData<string, string[]> Aliased => new()
    {
        { "", [] },
        { "name", [Thing.Urn("old")] },
        { "type", ["urn:pulumi:test::project::kind:index:Former::now"] },
        { "stack", ["urn:pulumi:former::project::kind:index:Thing::now"] },
        { "project", ["urn:pulumi:test::former::kind:index:Thing::now"] },
        { "noParent", [] },
        { "parent", ["urn:pulumi:test::project::kind:index:Box$kind:index:Thing::now"] },
        { "urn", [Thing.Urn("exactly")] },
        { "itself", [] },
    };

    [Theory]
    [MemberData(nameof(Aliased))]
    public void An_alias_says_in_what_the_former_URN_differed(string kind, string[] urns)
    {
        var request = new RegisterResourceRequest { Type = Thing.Type, Name = "now" };
        var spec = new Alias.Types.Spec();
        switch (kind)
        {
            case "name": spec.Name = "old"; break;
            case "type": spec.Type = "kind:index:Former"; break;
            case "stack": spec.Stack = "former"; break;
            case "project": spec.Project = "former"; break;
            case "noParent": spec.NoParent = true; break;
            case "parent": spec.ParentUrn = "urn:pulumi:test::project::kind:index:Box::box"; break;
        }

        if (kind == "urn") request.Aliases.Add(new Alias { Urn = Thing.Urn("exactly") });
        else if (kind == "itself") request.AliasURNs.Add(Thing.Urn("now"));
        else if (kind.Length > 0) request.Aliases.Add(new Alias { Spec = spec });
        Assert.Equal(urns, AliasResolver.Of(request, Urn.Parse(Thing.Urn("now")), "", null));
    }

    [Theory]
    // A child that carries its parent's name was renamed with it, and one that does not was not.
    [InlineData("box-lid", "urn:pulumi:test::project::kind:index:Case$kind:index:Thing::case-lid")]
    [InlineData("lid", "urn:pulumi:test::project::kind:index:Case$kind:index:Thing::lid")]
    public void A_child_is_found_under_its_parents_former_URN(string child, string found)
    {
        const string now = "urn:pulumi:test::project::kind:index:Box::box";
        const string then = "urn:pulumi:test::project::kind:index:Case::case";
        var urn = Urn.Parse($"urn:pulumi:test::project::kind:index:Box$kind:index:Thing::{child}");
        Assert.Equal([found], AliasResolver.Of(new RegisterResourceRequest { Type = Thing.Type, Name = child }, urn, now, then));
    }

    [Fact]
    public void References_follow_what_was_renamed_and_lose_what_is_gone()
    {
        var rewrites = new ReferenceRewrites();
        Assert.True(rewrites.IsEmpty);
        rewrites.Rename(Thing.Urn("x"), Thing.Urn("x"));
        Assert.False(rewrites.TakeNew());
        rewrites.Rename(Thing.Urn("a"), Thing.Urn("b"));
        rewrites.Forget(Thing.Urn("gone"));
        Assert.Equal((true, false), (rewrites.TakeNew(), rewrites.TakeNew()));

        var state = Thing.Made("me") with
        {
            Parent = Thing.Urn("a"),
            Provider = $"{Thing.Urn("a")}::id",
            Dependencies = [Thing.Urn("a"), Thing.Urn("gone"), Thing.Urn("c")],
            PropertyDependencies = ResourceState.NoPropertyDependencies.Add("p", [Thing.Urn("gone"), Thing.Urn("a")]),
            DeletedWith = Thing.Urn("gone"),
            ReplaceWith = [Thing.Urn("a"), Thing.Urn("gone")],
        };
        var now = rewrites.Apply(state);
        Assert.Equal((Thing.Urn("b"), $"{Thing.Urn("b")}::id", ""), (now.Parent, now.Provider, now.DeletedWith));
        Assert.Equal([Thing.Urn("b"), Thing.Urn("c")], now.Dependencies);
        Assert.Equal([Thing.Urn("b")], now.PropertyDependencies["p"]);
        Assert.Equal([Thing.Urn("b")], now.ReplaceWith);
        Assert.Equal("", rewrites.Apply(state with { Parent = Thing.Urn("gone") }).Parent);
        Assert.Same(now, rewrites.Apply(now));
    }

    [Theory]
    [InlineData("a b:a c:b", "a b c")]
    [InlineData("b:a a", "a b")]
    [InlineData("c:b b:a a d", "a b c d")]
    // Moved only where they must be.
    [InlineData("d a c:a b", "d a c b")]
    public void A_state_has_each_resource_after_what_it_refers_to(string given, string sorted)
    {
        var resources = given.Split(' ').Select(one => one.Split(':')).Select(
            one => Thing.Made(one[0]) with { Dependencies = [.. one[1..].Select(Thing.Urn)] });
        Assert.Equal(sorted, string.Join(' ', StateOrder.Sorted([.. resources]).Select(resource => resource.Name)));
    }

    public static TheoryData<string, string?> Rules => new()
    {
        { "sound", null },
        { "a predecessor beside its successor", null },
        { "late", $"resource '{Thing.Urn("b")}' refers to '{Thing.Urn("a")}', which does not stand before it" },
        { "twice", $"resource '{Thing.Urn("a")}' stands in it twice" },
        { "a component with an id", $"component '{Thing.Urn("a")}' has an id" },
        { "without id", $"resource '{Thing.Urn("a")}' has no id" },
        { "pending without id", null },
        { "of another provider", $"resource '{Thing.Urn("b")}' is of the provider '{Thing.Urn("a")}::x', which does not stand before it" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_written_state_keeps_its_rules(string kind, string? broken)
    {
        var a = Thing.Made("a");
        ResourceState[] resources = kind switch
        {
            "sound" => [a, Thing.Made("b") with { Dependencies = [a.Urn] }],
            "a predecessor beside its successor" => [a, a with { Delete = true }],
            "late" => [Thing.Made("b") with { Dependencies = [a.Urn] }, a],
            "twice" => [a, a with { Id = "2" }],
            "a component with an id" => [a with { Custom = false }],
            "without id" => [a with { Id = "" }],
            "pending without id" => [a with { Id = "", PendingReplacement = true }],
            _ => [a, Thing.Made("b") with { Provider = $"{a.Urn}::x" }],
        };
        if (broken is null) StateIntegrity.Check(resources);
        else Assert.Equal(broken, Assert.Throws<StateRuleException>(() => StateIntegrity.Check(resources)).Message);
    }

    [Theory]
    [InlineData("Create b:a,Create a", "Create a,Create b")]
    [InlineData("Create c,Create b,Create a", "Create a,Create b,Create c")]
    // Deletions come last, in the order in which they were made.
    [InlineData("Delete z,Create b,Delete a,Create a", "Create a,Create b,Delete z,Delete a")]
    // What is deleted before its successor is made is part of that step.
    [InlineData("DeleteReplaced a,Replace a,CreateReplacement a,Create b", "DeleteReplaced a,Replace a,CreateReplacement a,Create b")]
    [InlineData("CreateReplacement a,Replace a,DeleteReplaced a,Create b", "CreateReplacement a,Replace a,Create b,DeleteReplaced a")]
    // The engine's own business is not shown.
    [InlineData("RemovePendingReplace a,Create b", "Create b")]
    public void A_plan_reads_the_same_whatever_came_first(string steps, string ordered) => Assert.Equal(
        ordered, string.Join(',', PlanOrder.Of([.. steps.Split(',').Select(Step)]).Steps.Select(step => $"{step.Op} {step.Name}")));

    [Fact]
    public void A_summary_counts_a_replacement_once()
    {
        var plan = new Plan([.. "CreateReplacement a,Replace a,DeleteReplaced a,Create b,Same c".Split(',').Select(Step)]);
        Assert.Equal(["create 1", "replace 1", "same 1"], plan.Summary.Select(entry => $"{entry.Key} {entry.Value}"));
        Assert.True(plan.HasChanges);
    }

    [Theory]
    [InlineData(StepOp.Same, false)]
    [InlineData(StepOp.Create, true)]
    [InlineData(StepOp.Update, true)]
    [InlineData(StepOp.Delete, true)]
    [InlineData(StepOp.Replace, true)]
    [InlineData(StepOp.Read, false)]
    [InlineData(StepOp.ReadReplacement, false)]
    [InlineData(StepOp.Refresh, false)]
    [InlineData(StepOp.Discard, false)]
    [InlineData(StepOp.DiscardReplaced, false)]
    [InlineData(StepOp.Import, true)]
    [InlineData(StepOp.RemovePendingReplace, true)]
    public void Reading_changes_nothing(StepOp op, bool isChange) => Assert.Equal(isChange, new Plan([Step($"{op} a")]).HasChanges);

    private static Step Step(string text)
    {
        var (op, names) = (text.Split(' ')[0], text.Split(' ')[1].Split(':'));
        var kind = Enum.Parse<StepOp>(op);
        var state = Thing.Made(names[0]) with { Dependencies = [.. names[1..].Select(Thing.Urn)] };
        var isGone = kind is StepOp.Delete or StepOp.DeleteReplaced;
        return StepView.Of(new PlannedStep(kind, isGone ? state : null, isGone ? null : state, Change.None));
    }
}
