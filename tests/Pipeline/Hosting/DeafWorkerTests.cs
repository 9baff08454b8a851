using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Hosting;

namespace PipAi.Pipeline.Tests.Hosting;

/// <summary>Over the real wire, with a clock of the test's own: Temporal answers an idle poll after a minute of it.</summary>
public sealed class DeafWorkerTests(LocalStorage storage) : IClassFixture<LocalStorage>, IAsyncLifetime
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(61);
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private LocalTemporal temporal = null!;

    public async ValueTask InitializeAsync()
    {
        temporal = new LocalTemporal { Time = time };
        await temporal.InitializeAsync();
    }

    public ValueTask DisposeAsync() => temporal.DisposeAsync();

    [Fact]
    public async Task A_worker_whose_polls_hang_is_deaf_until_they_come_back()
    {
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, Nowhere, "hang"), time: time);
        await PassUntilAnsweredAsync(pipeline);
        await PassUntilAnsweredAsync(pipeline); // an idle worker is well however long it idles

        var fault = temporal.Faults.Add(new Fault { Service = VendorNames.Temporal, Operation = "Poll*", Effect = new FaultEffect.Hang() });
        JsonObject body = [];
        await Eventually.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            (var status, body) = await pipeline.HealthAsync();
            return status == 503
                && body["reason"]!.GetValue<string>().Split("answered no poll for").Length == 5; // both kinds of both queues
        });
        Assert.Equal("deaf", body["status"]!.GetValue<string>());
        Assert.Contains(
            "Temporal has answered no poll for activity tasks of 'hang' for ", body["reason"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Contains(
            "Temporal has answered no poll for workflow tasks of 'hang' for ", body["reason"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.InRange(time.GetUtcNow() - body["temporalAnsweredAt"]!.GetValue<DateTimeOffset>(), HealthLimits.Silence, TimeSpan.MaxValue);

        temporal.Faults.Remove(fault.Id);
        await PassUntilAnsweredAsync(pipeline);
        Assert.Equal(200, (await pipeline.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_worker_whom_alone_Temporal_does_not_answer_ends_itself_and_the_next_one_waits_longer()
    {
        // Activities come back to nobody, workflows do, on any connection: Temporal answers, and this worker gets no work.
        temporal.Faults.Add(
            new Fault { Service = VendorNames.Temporal, Operation = "PollActivityTaskQueue", Effect = new FaultEffect.Hang() });
        var settings = RunningPipeline.Settings(
            temporal, storage, Nowhere, "alone", "machine-alone") with
        { Buckets = [storage.Buckets[0]] };

        var first = await LiveAsync(settings);
        var second = await LiveAsync(settings);

        Assert.InRange(first, TimeSpan.FromMinutes(2), TimeSpan.MaxValue);
        Assert.InRange(second, TimeSpan.FromMinutes(4), TimeSpan.MaxValue);
        var note = JsonNode.Parse((await storage.ReadAsync(LocalStorage.Primary, "workers/workers/machine-alone/endings.json"))!)!;
        Assert.Equal(2, note["inARow"]!.GetValue<int>());
        Assert.StartsWith(
            "Temporal has answered no poll for activity tasks of 'alone'", note["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_buckets_do_not_exist_is_not_healthy()
    {
        var settings = RunningPipeline.Settings(
            temporal, storage, Nowhere, "no-bucket") with
        { Buckets = [new("us-east-1", "nobodys-bucket")] };
        await using var pipeline = await RunningPipeline.StartAsync(settings, untilPolling: false, time: time);
        await Eventually.TrueAsync(async () =>
            (await pipeline.HealthAsync()).Body["reason"]!.GetValue<string>() == "no bucket has answered yet: us-east-1 answered 404 "
                + "NoSuchBucket");
        Assert.Equal(503, (await pipeline.HealthAsync()).Status);
    }

    /// <summary>Turns the clock until the worker ends itself, and answers how long that took.</summary>
    private async Task<TimeSpan> LiveAsync(PipelineSettings settings)
    {
        var born = time.GetUtcNow();
        await using var pipeline = await RunningPipeline.StartAsync(settings, time: time);
        var ending = pipeline.Get<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await Eventually.TrueAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(ending.IsCancellationRequested);
            });
            Assert.Equal(WorkerExitCodes.WorkerEnded, Environment.ExitCode);
            return time.GetUtcNow() - born;
        }
        finally
        {
            Environment.ExitCode = 0; // this process is the test's
        }
    }

    /// <summary>
    /// Minutes go by until Temporal has answered what was open, of each kind; an answer travels in its own time, and a poll may have come
    /// after the minute had gone by.
    /// </summary>
    private async Task PassUntilAnsweredAsync(RunningPipeline pipeline)
    {
        var (before, looks) = (time.GetUtcNow(), 0);
        await Eventually.TrueAsync(async () =>
        {
            if (looks++ % 50 == 0) time.Advance(Period);
            return (await PollsAsync(pipeline)).All(poll => poll!["answeredAt"]?.GetValue<DateTimeOffset>() > before);
        });
        Assert.Equal(200, (await pipeline.HealthAsync()).Status);
    }

    private static async Task<JsonArray> PollsAsync(RunningPipeline pipeline) => (await pipeline.HealthAsync()).Body["polls"]!.AsArray();
}
