using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;
using PipAi.Testing;

namespace PipAi.Engine.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Creates_then_finds_nothing_to_change_then_updates_then_deletes()
    {
        await using var stack = await TestStack.CreateAsync();
        var created = await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b") { DependsOn = ["a"] });
        Assert.Empty(created.Diagnostics);
        Assert.True(created.Succeeded);
        Assert.Equal(["create a", "create b"], TestStack.Steps(created));
        Assert.Equal(2, stack.Cloud.Resources.Count);

        var same = await stack.UpAsync(new Wanted("a", ("size", 1)), new Wanted("b") { DependsOn = ["a"] });
        Assert.Equal(["same a", "same b"], TestStack.Steps(same));
        Assert.False(same.Plan.HasChanges);
        Assert.Equal(2, stack.Cloud.Calls.Count);

        var updated = await stack.UpAsync(new Wanted("a", ("size", 2)), new Wanted("b") { DependsOn = ["a"] });
        Assert.Equal(["update a", "same b"], TestStack.Steps(updated));

        var removed = await stack.UpAsync(new Wanted("a", ("size", 2)));
        Assert.Equal(["same a", "delete b"], TestStack.Steps(removed));
        Assert.Single(stack.Cloud.Resources);

        var destroyed = await stack.DestroyAsync();
        Assert.True(destroyed.Succeeded);
        Assert.Empty(stack.Cloud.Resources);
        Assert.Empty(await stack.Store.ResourcesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_preview_changes_nothing_and_reads_the_same_each_time()
    {
        await using var stack = await TestStack.CreateAsync();
        Wanted[] wanted = [new("a", ("size", 1)), new("b") { DependsOn = ["a"] }, new("c"), new("d"), new("e") { DependsOn = ["c", "d"] }];
        var first = await stack.PreviewAsync(wanted);
        var second = await stack.PreviewAsync(wanted);
        Assert.Equal(first.ToJson(), second.ToJson());
        Approved.Json(first.ToJson(), "preview");
        Assert.Equal(6, first.ChangeSummary["create"]);
        Assert.Empty(stack.Cloud.Resources);
        Assert.False(Directory.Exists(Path.Combine(stack.Folder, ".pulumi")));
    }

    [Fact]
    public async Task Replaces_by_creating_first_and_deletes_the_predecessor_last()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("kind", "x")), new Wanted("b") { DependsOn = ["a"] });
        stack.Cloud.Calls.Clear();
        var replaced = await stack.UpAsync(new Wanted("a", ("kind", "y")), new Wanted("b") { DependsOn = ["a"] });
        Assert.Equal(["Create a", "Update b", "Delete a"], stack.Cloud.Calls);
        Assert.Equal(["create-replacement a", "replace a", "update b", "delete-replaced a"], TestStack.Steps(replaced));
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }

    [Fact]
    public async Task Replaces_by_deleting_first_with_the_dependents_that_cannot_stay()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.DeleteBeforeReplace = true;
        stack.Cloud.ReplaceKeys.Add("from");
        await stack.UpAsync(new Wanted("a", ("kind", "x")), new Wanted("b") { DependsOn = ["a"] }, new Wanted("c"));
        stack.Cloud.Calls.Clear();
        var replaced = await stack.UpAsync(new Wanted("a", ("kind", "y")), new Wanted("b") { DependsOn = ["a"] }, new Wanted("c"));
        Assert.True(replaced.Succeeded);
        Assert.Equal(["Delete b", "Delete a", "Create a", "Create b"], stack.Cloud.Calls);
        Assert.Equal(3, stack.Cloud.Resources.Count);
        var again = await stack.UpAsync(new Wanted("a", ("kind", "y")), new Wanted("b") { DependsOn = ["a"] }, new Wanted("c"));
        Assert.False(again.Plan.HasChanges);
    }

    [Fact]
    public async Task A_failed_program_deletes_nothing()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        var failed = await stack.UpAsync(FakeProgram.Of(async program =>
        {
            await program.RegisterAsync(new Wanted("a"));
            throw new ProgramExitException(7);
        }));
        Assert.Equal(ExitCategory.Failed, failed.Failure);
        Assert.Equal(2, stack.Cloud.Resources.Count);
        Assert.Contains(failed.Diagnostics, diagnostic => diagnostic.Message.Contains("exit code 7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outputs_are_kept_and_their_secrets_masked()
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(FakeProgram.Of(async program =>
        {
            var thing = await program.RegisterAsync(new Wanted("a", ("password", new PropertyValue.Secret("hunter2"))));
            return PropertyMap.Of(
                ("address", thing.Object.Fields["address"].StringValue),
                ("password", PropertyWire.Decode(thing.Object.Fields["password"])));
        }));
        Assert.Equal("[secret]", result.Outputs["password"].GetString());
        var shown = await stack.Store.OutputsAsync(showSecrets: true, TestContext.Current.CancellationToken);
        Assert.Equal("hunter2", shown["password"].GetString());
        Assert.DoesNotContain(
            "hunter2", await File.ReadAllTextAsync(stack.StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
