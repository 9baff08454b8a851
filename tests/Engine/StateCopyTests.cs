using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using Microsoft.Extensions.Time.Testing;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>What takes the place of a damaged state.</summary>
public sealed class StateCopyTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_the_newest_copies_are_damaged_too_the_newest_that_can_be_read_is_offered_with_its_age()
    {
        await using var stack = await DeployedAsync();
        var backups = Backups(stack);
        await DamageAsync(stack.StateFile, stack.StateFile + ".bak", backups[^1]);
        var older = Path.GetFileName(backups[^2]);

        var error = await Assert.ThrowsAsync<EngineException>(() => Store(stack).ResourcesAsync(Cancellation));
        Assert.Equal(ErrorCodes.StateDamaged, error.Code);
        Assert.EndsWith(
            $"The newer copies of it cannot be read either. The backup '{older}', of 2026-01-02 03:04:05 UTC (3 hours old), can take its "
                + $"place; what was done since then is not in it.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal("pulumi doctor --stack dev", error.Fix);

        var restored = await Store(stack).RestoreBackupAsync(Cancellation);
        Assert.Equal(
            (older, false, $"backup '{older}', of 2026-01-02 03:04:05 UTC"),
            (Path.GetFileName(restored.File), restored.IsNewest, restored.ToString()));
        Assert.Equal(["a"], await NamesAsync(stack));
        // The damaged file is kept, and is not taken for a copy the next time.
        Assert.Equal(backups.Length + 1, Backups(stack).Length);
        await DamageAsync(stack.StateFile);
        Assert.Equal(restored, await Store(stack).RestoreBackupAsync(Cancellation));
    }

    [Fact]
    public async Task The_state_before_the_last_write_comes_first()
    {
        await using var stack = await DeployedAsync();
        await DamageAsync(stack.StateFile);
        var error = await Assert.ThrowsAsync<EngineException>(() => Store(stack).ResourcesAsync(Cancellation));
        Assert.EndsWith(
            "The copy of the state before the last write, of 2026-01-02 05:04:05 UTC, can take its place.", error.Message,
            StringComparison.Ordinal);
        Assert.True((await Store(stack).RestoreBackupAsync(Cancellation)).IsNewest);
        Assert.Equal(["a", "b", "c"], await NamesAsync(stack));
    }

    [Fact]
    public async Task Nothing_is_offered_where_no_copy_can_be_read()
    {
        await using var stack = await DeployedAsync();
        await DamageAsync([stack.StateFile, stack.StateFile + ".bak", .. Backups(stack)]);
        var error = await Assert.ThrowsAsync<EngineException>(() => Store(stack).ResourcesAsync(Cancellation));
        Assert.Null(error.Fix);
        Assert.DoesNotContain("can take its place", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<EngineException>(() => Store(stack).RestoreBackupAsync(Cancellation));
        Assert.Contains("There is no copy of the state", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Three runs, an hour apart, with a backup before the second and before the third.</summary>
    private async Task<TestStack> DeployedAsync()
    {
        var stack = await TestStack.CreateAsync();
        foreach (var names in new[] { "a", "ab", "abc" })
        {
            var engine = new StackEngine(
                stack.Context with { Time = time, Program = FakeProgram.Of([.. names.Select(name => new Wanted(name.ToString()))]) });
            Assert.True((await engine.UpAsync(new UpOptions(), null, Cancellation)).Succeeded);
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, Backups(stack).Length);
        return stack;
    }

    private StackStore Store(TestStack stack) => new(stack.Context with { Time = time });

    private async Task<string[]> NamesAsync(TestStack stack) =>
        [.. (await Store(stack).ResourcesAsync(Cancellation)).Where(resource => resource.Type == "test:index:Thing").Select(
            resource => resource.Name).Order()];

    private static string[] Backups(TestStack stack) =>
        [.. Directory.GetFiles(Path.Combine(stack.Folder, ".pulumi", "backups", "proj", "dev")).Order(StringComparer.Ordinal)];

    private static async Task DamageAsync(params string[] files)
    {
        foreach (var file in files)
        {
            var content = await File.ReadAllTextAsync(file, Cancellation);
            // Another file: the copy is a second name for what was written before.
            File.Delete(file);
            await File.WriteAllTextAsync(file, content[..(content.Length / 2)], Cancellation);
        }
    }
}
