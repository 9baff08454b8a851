using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

public sealed class RefreshTests
{
    [Fact]
    public async Task What_did_not_change_is_not_touched()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        var before = await StateAsync(stack);
        var refreshed = await stack.RefreshAsync(new RefreshOptions { ExpectNoChanges = true });
        Assert.True(refreshed.Succeeded);
        Assert.Equal(["same a"], TestStack.Steps(refreshed));
        Assert.Equal(WithoutTimes(before), WithoutTimes(await StateAsync(stack)));
    }

    [Fact]
    public async Task What_somebody_changed_by_hand_is_stored_and_the_next_update_sets_it_right()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        ChangeByHand(stack, "size", Value.ForNumber(7));
        var refreshed = await stack.RefreshAsync();
        Assert.Equal(["update a"], TestStack.Steps(refreshed));
        Assert.Contains("\"size\":7", await StateAsync(stack), StringComparison.Ordinal);

        var up = await stack.UpAsync(new Wanted("a", ("size", 1)));
        Assert.Equal(["update a"], TestStack.Steps(up));
        Assert.Equal(1, Assert.Single(stack.Cloud.Resources).Value.Properties.Fields["size"].NumberValue);
    }

    [Fact]
    public async Task What_no_update_would_set_right_is_stored_and_counts_as_unchanged()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        ChangeByHand(stack, "address", Value.ForString("test://moved"));
        var refreshed = await stack.RefreshAsync(new RefreshOptions { ExpectNoChanges = true });
        Assert.True(refreshed.Succeeded);
        Assert.Equal(["same a"], TestStack.Steps(refreshed));
        Assert.Contains("test://moved", await StateAsync(stack), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_gone_leaves_the_state_with_all_mention_of_it_and_is_created_again()
    {
        await using var stack = await TestStack.CreateAsync();
        Wanted[] wanted = [new("a"), new("b") { DependsOn = ["a"] }];
        await stack.UpAsync(wanted);
        stack.Cloud.Resources.Remove(
            stack.Cloud.Resources.Single(entry => entry.Value.Urn.EndsWith("::a", StringComparison.Ordinal)).Key, out _);
        var refreshed = await stack.RefreshAsync();
        Assert.Equal(["delete a", "same b"], TestStack.Steps(refreshed).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Thing::a\"", await StateAsync(stack), StringComparison.Ordinal);

        Assert.Contains("create a", TestStack.Steps(await stack.UpAsync(wanted)));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_everything_of_a_provider_is_gone_is_believed_only_when_it_is_said(bool accepted)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        stack.Cloud.Resources.Clear();
        var before = await StateAsync(stack);
        var refreshed = await stack.RefreshAsync(new RefreshOptions { AcceptLoss = accepted });
        Assert.Equal(accepted, refreshed.Succeeded);
        Assert.Equal(
            accepted ? ["delete a", "delete b"] : ["refresh a", "refresh b"], TestStack.Steps(refreshed).Order(StringComparer.Ordinal));
        if (accepted) return;
        Assert.Equal(
            "All 2 resources of the provider 'test' are gone, as they would be under a wrong account, organisation or token. Nothing was "
                + "changed. "
            + "If they really are: pulumi refresh --accept-loss --stack dev",
            Assert.Single(refreshed.Diagnostics).Message);
        Assert.Equal(WithoutTimes(before), WithoutTimes(await StateAsync(stack)));
    }

    [Fact]
    public async Task What_is_read_of_a_resource_that_is_not_ready_keeps_its_secrets()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("password", new PropertyValue.Secret("canary")), ("size", 1)));
        stack.Cloud.Before = (verb, _) => verb != "Read" ? Task.CompletedTask : throw FailureTests.InitFailed(
            stack.Cloud.Resources.Keys.Single(), "it is starting",
            PropertyWire.Encode(PropertyMap.Of(("password", "canary"), ("size", 2))));
        await stack.RefreshAsync();
        var state = await StateAsync(stack);
        Assert.Contains("it is starting", state, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_alone_stores_nothing()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        ChangeByHand(stack, "size", Value.ForNumber(7));
        var before = await StateAsync(stack);
        var looked = await stack.RefreshAsync(new RefreshOptions { PreviewOnly = true, ExpectNoChanges = true });
        Assert.Equal(ExitCategory.UnexpectedChanges, looked.Failure);
        Assert.Equal(["update a"], TestStack.Steps(looked));
        Assert.Equal(before, await StateAsync(stack));
    }

    [Fact]
    public async Task What_cannot_be_read_stays_as_it_was_and_the_others_are_refreshed()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b", ("size", 1)));
        ChangeByHand(stack, "size", Value.ForNumber(7));
        stack.Cloud.Before = (call, name) => (call, name) is ("Read", "a")
            ? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Internal, "the vendor sleeps"))
            : Task.CompletedTask;
        var refreshed = await stack.RefreshAsync();
        Assert.Equal(ExitCategory.Resource, refreshed.Failure);
        Assert.Contains("update b", TestStack.Steps(refreshed));
        var state = await StateAsync(stack);
        Assert.Contains("\"size\":1", state, StringComparison.Ordinal);
        Assert.Contains("\"size\":7", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_targets_are_read()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        await stack.RefreshAsync(new RefreshOptions { Resources = new() { Targets = ["**::b"] } });
        Assert.Equal(["Read b"], stack.Cloud.CallsOf("Read"));
    }

    [Fact]
    public async Task An_update_can_refresh_first()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        ChangeByHand(stack, "size", Value.ForNumber(7));
        var up = await stack.UpAsync(FakeProgram.Of(new Wanted("a", ("size", 1))), new UpOptions { Refresh = true });
        Assert.Equal(["update a"], TestStack.Steps(up));
        Assert.Equal(1, Assert.Single(stack.Cloud.Resources).Value.Properties.Fields["size"].NumberValue);
    }

    [Fact]
    public async Task A_stack_that_was_never_deployed_is_told()
    {
        await using var stack = await TestStack.CreateAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.RefreshAsync());
        Assert.Equal(ExitCategory.StackNotFound, error.Category);
    }

    private static void ChangeByHand(TestStack stack, string key, Value value)
    {
        foreach (var resource in stack.Cloud.Resources.Values) resource.Properties.Fields[key] = value;
    }

    private static Task<string> StateAsync(TestStack stack) =>
        File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken);

    private static string WithoutTimes(string state) =>
        System.Text.RegularExpressions.Regex.Replace(state, """"(time|ciphertext)":"[^"]*"""", "");
}
