using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Errors;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>Edits of a stored state by hand: the way out where no update helps any more.</summary>
public sealed class StateEditTests
{
    private const string A = "urn:pulumi:dev::proj::test:index:Thing::a";
    private const string B = "urn:pulumi:dev::proj::test:index:Thing::b";
    private const string Provider = "urn:pulumi:dev::proj::pulumi:providers:test::default";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_taken_out_stays_at_its_provider_and_a_copy_of_the_state_is_kept()
    {
        await using var stack = await DeployedAsync();
        var before = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        var edit = await new StateEdits(stack.Context).DeleteAsync([B], force: false, withDependents: false);
        Assert.Equal([$"Took '{B}' out of the state."], edit.Changes);
        Assert.Equal(before, await File.ReadAllTextAsync(edit.Copy!, Cancellation));
        Assert.Equal(2, stack.Cloud.Resources.Count);
        Assert.Equal(["same a"], TestStack.Steps(await stack.UpAsync(new Wanted("a") { Options = request => request.Protect = true })));
    }

    [Fact]
    public async Task What_others_refer_to_or_what_is_protected_is_not_taken_out_unless_that_is_said()
    {
        await using var stack = await DeployedAsync();
        var edits = new StateEdits(stack.Context);
        var before = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        await RefusedAsync($"Other resources refer to it: '{B}'.", () => edits.DeleteAsync([A], force: true, withDependents: false));
        await RefusedAsync($"It is protected: '{A}'.", () => edits.DeleteAsync([A], force: false, withDependents: true));
        await RefusedAsync(
            "The state has no resource 'urn:pulumi:dev::proj::test:index:Thing::c'.",
            () => edits.DeleteAsync([A.Replace("::a", "::c", StringComparison.Ordinal)], true, true));
        Assert.Equal(before, await File.ReadAllTextAsync(stack.StateFile, Cancellation));

        Assert.Equal([$"'{A}' is protected no more."], (await edits.UnprotectAsync([])).Changes);
        Assert.Null((await edits.UnprotectAsync([A])).Copy);
        Assert.Equal(2, (await edits.DeleteAsync([A], force: false, withDependents: true)).Changes.Length);
        Assert.DoesNotContain(await stack.Store.ResourcesAsync(Cancellation), resource => resource.Type == "test:index:Thing");
    }

    [Fact]
    public async Task A_state_in_a_wrong_order_or_with_references_to_nothing_is_told_and_repaired()
    {
        await using var stack = await DeployedAsync();
        await DamageAsync(stack, resources =>
        {
            var last = resources[^1]!.DeepClone();
            last["dependencies"]!.AsArray().Add("urn:pulumi:dev::proj::test:index:Thing::lost");
            last["deletedWith"] = "urn:pulumi:dev::proj::test:index:Thing::lost";
            resources.RemoveAt(resources.Count - 1);
            resources.Insert(0, last);
        });
        var damaged = await Assert.ThrowsAsync<EngineException>(() => stack.UpAsync());
        Assert.Equal("pulumi state repair --stack dev", damaged.Fix);

        var edit = await new StateEdits(stack.Context).RepairAsync();
        Assert.Equal(
            [
                $"'{B}' does not refer to 'urn:pulumi:dev::proj::test:index:Thing::lost' any more, which is not there.",
                "Put each resource behind what it refers to.",
            ], edit.Changes);
        Assert.False((await stack.UpAsync(Wanted())).Plan.HasChanges);
        Assert.Null((await new StateEdits(stack.Context).RepairAsync()).Copy);
    }

    [Theory]
    [InlineData("id", "", "has no id")]
    [InlineData("provider", Provider + "::00000000-0000-0000-0000-000000000000", "is of the provider")]
    public async Task A_resource_without_id_or_with_an_unknown_provider_is_told_and_can_only_be_taken_out(
        string key, string value, string words)
    {
        await using var stack = await DeployedAsync();
        await DamageAsync(stack, resources => resources[^1]![key] = value);
        var damaged = await Assert.ThrowsAsync<EngineException>(() => stack.UpAsync(Wanted()));
        Assert.Contains($"resource '{B}' {words}", damaged.Message, StringComparison.Ordinal);
        var edits = new StateEdits(stack.Context);
        if (key == "provider") Assert.Empty((await edits.RepairAsync()).Changes);
        Assert.Single((await edits.DeleteAsync([B], force: false, withDependents: false)).Changes);
        Assert.True((await stack.UpAsync(Wanted())).Succeeded);
    }

    private static Wanted[] Wanted() => [new("a") { Options = request => request.Protect = true }, new("b") { DependsOn = ["a"] }];

    private static async Task<TestStack> DeployedAsync()
    {
        var stack = await TestStack.CreateAsync();
        Assert.True((await stack.UpAsync(Wanted())).Succeeded);
        return stack;
    }

    private static async Task DamageAsync(TestStack stack, Action<JsonArray> damage)
    {
        var state = JsonNode.Parse(await File.ReadAllTextAsync(stack.StateFile, Cancellation))!;
        damage(state["checkpoint"]!["latest"]!["resources"]!.AsArray());
        await File.WriteAllTextAsync(stack.StateFile, state.ToJsonString(), Cancellation);
    }

    private static async Task RefusedAsync(string words, Func<Task<StateEdit>> edit) =>
        Assert.StartsWith(words, (await Assert.ThrowsAsync<EngineException>(edit)).Message, StringComparison.Ordinal);

    /// <summary>
    /// One entry of the two is left to the other where both stand for the same; what has that id in another region is another.
    /// </summary>
    [Theory]
    [InlineData("here", "here", "Delete b")]
    [InlineData("here", "there", "Delete a, Delete b")]
    public async Task Two_entries_with_one_id_are_the_same_only_in_the_same_region(string first, string second, string deleted)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("region", first)), new Wanted("b", ("region", second)));
        var (a, b) = (stack.Cloud.Resources.Keys.Single(id => id.StartsWith('a')), stack.Cloud.Resources.Keys.Single(
            id => id.StartsWith('b')));
        var document = (await stack.Store.ExportAsync(showSecrets: false, TestContext.Current.CancellationToken)).Replace(
            a, b, StringComparison.Ordinal);
        await stack.Store.ImportAsync(document, "'state.json'", _ => Task.FromResult(true), TestContext.Current.CancellationToken);
        Assert.True((await stack.UpAsync()).Succeeded);
        Assert.Equal(deleted, string.Join(", ", stack.Cloud.CallsOf("Delete").Order(StringComparer.Ordinal)));
    }
}
