using System.Text.Json.Nodes;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Workers.Unstructured.Performance;

namespace PipAi.Unstructured.Tests.Service;

public sealed class LoadTests
{
    private static readonly byte[] Text = "One sentence is enough for this."u8.ToArray();

    [Fact]
    public async Task A_full_queue_is_answered_at_once_with_503_and_a_pause()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1, QueueLimit = 1 });
        using var working = await service.Get<ConcurrencyLimiter>().EnterAsync(TestContext.Current.CancellationToken);
        var waiting = service.PartitionAsync(Text, "waiting.txt");
        await UntilAsync(async () => (await StatsAsync(service))["queueDepth"]!.GetValue<int>() == 1);

        var turnedAway = await service.PartitionAsync(Text, "late.txt");
        Assert.Equal((503, "Server is under heavy load. Please try again later."), (turnedAway.Status, turnedAway.Detail));
        Assert.Equal("1", turnedAway.Headers["Retry-After"]);

        working.Dispose();
        Assert.Equal(200, (await waiting).Status);
        var stats = await StatsAsync(service, answers: 2);
        Assert.Equal(
            (2, 1, 0), (stats["requests"]!.GetValue<int>(), stats["errors"]!.GetValue<int>(), stats["queueDepth"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("regional-failover-runbook.pdf")]
    [InlineData("storage-review.docx")]
    public async Task Requests_at_the_same_time_do_not_disturb_each_other(string name)
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 2 });
        var document = SampleDocuments.Read(name);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.PartitionAsync(document, name)));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(200, answers[0].Status);
    }

    [Fact]
    public async Task Performance_stats_tell_what_an_autoscaler_needs()
    {
        await using var service = await RunningService.StartAsync(new());
        await service.PartitionAsync(Text, "a.txt");
        await service.PartitionAsync([0, 1, 0], "noise");
        var stats = await StatsAsync(service, answers: 2);
        Assert.Equal(
            ["machine", "region", "uptimeSeconds", "requests", "errors", "refused", "responseSeconds", "cpuPercent", "memoryBytes",
                "memoryPercent", "working", "slots", "queueDepth", "queueLimit"],
            stats.Select(member => member.Key));
        Assert.Equal(("machine-1", "iad"), (stats["machine"]!.GetValue<string>(), stats["region"]!.GetValue<string>()));
        Assert.Equal((2, 0, 1), (stats["requests"]!.GetValue<int>(), stats["errors"]!.GetValue<int>(), stats["refused"]!.GetValue<int>()));
        Assert.Equal(2, stats["responseSeconds"]!["samples"]!.GetValue<int>());
        Assert.True(stats["responseSeconds"]!["p99"]!.GetValue<double>() > 0);
        Assert.True(stats["memoryBytes"]!.GetValue<long>() > 10_000_000);
    }

    [Fact]
    public async Task Healthcheck_answers_as_Unstructured_does_and_names_the_machine()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.Http.GetAsync("/healthcheck", TestContext.Current.CancellationToken);
        var read = await Answer.ReadAsync(answer);
        Assert.Equal((200, "machine-1"), (read.Status, read.Headers["X-Machine-Id"]));
        Assert.Equal("""{"healthcheck":"HEALTHCHECK STATUS: EVERYTHING OK!"}""", read.Body);
    }

    private static async Task<JsonObject> StatsAsync(RunningService service) =>
        JsonNode.Parse(await service.Http.GetStringAsync("/performance-stats", TestContext.Current.CancellationToken))!.AsObject();

    /// <summary>The figures once so many answers are in them: an answer arrives, and then it is counted.</summary>
    private static async Task<JsonObject> StatsAsync(RunningService service, int answers)
    {
        var stats = await StatsAsync(service);
        await UntilAsync(async () => (stats = await StatsAsync(service))["responseSeconds"]!["samples"]!.GetValue<int>() >= answers);
        return stats;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            Assert.True(tries < 6000, "the condition never became true");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
