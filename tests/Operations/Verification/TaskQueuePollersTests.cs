using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Verification;

public sealed class TaskQueuePollersTests
{
    private static readonly string[][] FourPartitions = [["iad/m1@w"], ["iad/m2@w", "ord/m3@w"], [], ["iad/m2@w", "lax/m4@w"]];
    private static readonly string[] AllFour = ["iad/m1@w", "iad/m2@w", "lax/m4@w", "ord/m3@w"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pollers_of_all_partitions_count_each_once(bool hasEnhancedMode)
    {
        var pollers = await AskAsync(new() { Partitions = FourPartitions, HasEnhancedMode = hasEnhancedMode });

        Assert.Equal(AllFour, pollers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    public async Task Any_number_of_partitions_is_asked(int count)
    {
        string[][] partitions = [.. Enumerable.Range(0, count).Select(index => new[] { $"iad/m{index:00}@w" })];

        var pollers = await AskAsync(new() { Partitions = partitions, HasEnhancedMode = false });

        Assert.Equal(partitions.SelectMany(pollers => pollers), pollers);
    }

    [Fact]
    public async Task A_server_that_lists_no_partitions_has_one()
    {
        var pollers = await AskAsync(new() { Partitions = [["iad/m1@w"]], HasEnhancedMode = false, ListsPartitions = false });

        Assert.Equal(["iad/m1@w"], pollers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_polls_for_one_kind_of_task_only_does_not_count(bool hasEnhancedMode)
    {
        var pollers = await AskAsync(new() { Partitions = FourPartitions, HasEnhancedMode = hasEnhancedMode, ActivityPollers = [] });

        Assert.Equal(AllFour[1..], pollers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_poll_of_any_partition_counts_and_the_older_of_both_kinds(bool hasEnhancedMode)
    {
        var polled = await PolledAsync(new() { Partitions = FourPartitions, HasEnhancedMode = hasEnhancedMode });
        Assert.Equal(ScriptedTaskQueue.LastPoll - TimeSpan.FromSeconds(1), polled["iad/m2@w"]); // partitions 1 and 3

        polled = await PolledAsync(new() { Partitions = [["a", "b"], ["a"]], HasEnhancedMode = hasEnhancedMode, ActivityPollers = ["b"] });
        Assert.Equal(ScriptedTaskQueue.LastPoll - TimeSpan.FromSeconds(1), polled["a"]); // activities: partition 1 only
        Assert.Equal(ScriptedTaskQueue.LastPoll, polled["b"]);
    }

    private static async Task<IEnumerable<string>> AskAsync(ScriptedTaskQueue queue) =>
        (await PolledAsync(queue)).Keys.Order(StringComparer.Ordinal);

    private static Task<IReadOnlyDictionary<string, DateTimeOffset>> PolledAsync(ScriptedTaskQueue queue) =>
        new TaskQueuePollers(queue, "documents.local", ScriptedTaskQueue.Name).OfBothKindsAsync(TestContext.Current.CancellationToken);
}
