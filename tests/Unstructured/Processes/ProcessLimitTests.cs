using System.Diagnostics;
using System.Text;
using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Unstructured.Performance;
using PipAi.Workers.Unstructured.Processes;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Processes;

/// <summary>Whatever a document does, its work ends at a limit, which the answer names, and its slot is free again.</summary>
public sealed class ProcessLimitTests
{
    private static readonly byte[] Sound = "A sound document follows the others."u8.ToArray();

    [Fact]
    public async Task Work_without_end_is_stopped_by_its_processor_time() => await RefusedAsync(
        new() { LeastProcessorTime = TimeSpan.FromSeconds(2) }, PdfBuilder.Endless(), "a.pdf", 422,
        "File takes more than 2 s of processor time to partition.");

    [Fact]
    public async Task Work_without_end_is_stopped_by_the_clock() => await RefusedAsync(
        new() { Time = TimeSpan.FromSeconds(1) }, PdfBuilder.Endless(), "a.pdf", 504, "File takes longer than 1 s to partition.");

    [Fact]
    public async Task Memory_has_a_limit() => await RefusedAsync(
        new() { MemoryBytes = 128L * 1024 * 1024 }, Lines(40), "a.txt", 422, "File takes more than 128 MiB of memory to partition.");

    [Fact]
    public async Task Elements_have_a_limit() => await RefusedAsync(
        new() { OutputBytes = 1024 * 1024 }, Lines(2), "a.txt", 422, "File has more than 1 MiB of elements.");

    [Fact]
    public async Task A_process_is_used_again_while_it_behaves()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1 });
        var ids = service.Get<ProcessPool>().Ids;
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
        Assert.Equal(422, (await service.PartitionAsync(Array.Empty<byte>(), "empty.txt")).Status);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
        Assert.Equal(ids, service.Get<ProcessPool>().Ids);
        Assert.Single(ids);
    }

    [Fact]
    public async Task A_process_that_died_while_it_was_idle_costs_nobody_a_document()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1 });
        Kill(service);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    [Fact]
    public async Task A_document_with_which_two_processes_die_is_refused()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1 });
        var answer = service.PartitionAsync(PdfBuilder.Endless(), "a.pdf");
        var seen = new HashSet<int>();
        while (!answer.IsCompleted)
        {
            // Each process is given the time to take the document.
            if (service.Get<ConcurrencyLimiter>().Working == 1 && service.Get<ProcessPool>().Ids.Any(id => !seen.Add(id))) Kill(service);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal((422, "File ended the process that read it."), ((await answer).Status, (await answer).Detail));
        Assert.Equal(2, seen.Count);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    [Fact]
    public async Task The_work_ends_when_its_caller_has_gone()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1, QueueLimit = 0 });
        using (var form = new MultipartFormDataContent { { new ByteArrayContent(PdfBuilder.Endless()), "files", "a.pdf" } })
        using (var gone = new CancellationTokenSource())
        {
            var call = service.Http.PostAsync("/general/v0/general", form, gone.Token);
            while (service.Get<ConcurrencyLimiter>().Working == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        var timeout = Stopwatch.StartNew();
        while (service.Get<ConcurrencyLimiter>().Working > 0 && timeout.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    [Fact]
    public async Task The_service_is_unwell_while_no_slot_can_work_and_well_when_one_can()
    {
        using var folder = new TemporaryFolder();
        var command = folder["parser"];
        await using var service = await RunningService.StartAsync(new() { PartitionCommand = command });
        Assert.Equal(503, (await HealthAsync(service)).Status);
        var refused = await service.PartitionAsync(Sound, "a.txt");
        Assert.Equal(503, refused.Status);
        Assert.StartsWith($"No slot can work: '{command}' cannot be started: ", refused.Detail, StringComparison.Ordinal);

        File.CreateSymbolicLink(command, new ServiceOptions().PartitionCommand);
        Assert.Equal(200, (await HealthAsync(service)).Status);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    [Fact]
    public async Task A_process_that_lives_and_does_nothing_is_no_slot()
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1, CanaryTimeout = TimeSpan.FromSeconds(5) });
        var frozen = Assert.Single(service.Get<ProcessPool>().Ids);
        using (var stop = Process.Start("kill", ["-STOP", $"{frozen}"])) await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        // The last answer is believed for a moment.
        await UntilHealthAsync(service, 503);
        await UntilHealthAsync(service, 200);
        Assert.DoesNotContain(frozen, service.Get<ProcessPool>().Ids);
        Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    [Fact]
    public async Task The_figures_count_the_processes()
    {
        await using var service = await RunningService.StartAsync(new());
        await service.PartitionAsync(SampleDocuments.Read("regional-failover-runbook.pdf"), "a.pdf");
        var processes = service.Get<ProcessPool>();
        var used = processes.ProcessorTime;
        Assert.InRange(processes.MemoryBytes, 10_000_000, 500_000_000);
        Assert.True(used > TimeSpan.Zero);
        Kill(service);
        await service.PartitionAsync(Sound, "a.txt");
        Assert.True(processes.ProcessorTime >= used, "what the dead have used is not forgotten");
    }

    private static async Task RefusedAsync(PartitionLimits limits, byte[] document, string name, int status, string detail)
    {
        await using var service = await RunningService.StartAsync(new() { Slots = 1, QueueLimit = 0, Limits = limits });
        var answer = await service.PartitionAsync(document, name);
        Assert.Equal((status, detail), (answer.Status, answer.Detail));
        Assert.Equal(0, service.Get<ConcurrencyLimiter>().Working);
        // Where the clock is the limit, a busy machine may take longer for any document.
        if (status != 504) Assert.Equal(200, (await service.PartitionAsync(Sound, "a.txt")).Status);
    }

    private static async Task<Answer> HealthAsync(RunningService service)
    {
        using var answer = await service.Http.GetAsync("/healthcheck", TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(answer);
    }

    private static async Task UntilHealthAsync(RunningService service, int status)
    {
        var timeout = Stopwatch.StartNew();
        Answer answer;
        while ((answer = await HealthAsync(service)).Status != status && timeout.Elapsed < TimeSpan.FromMinutes(1))
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.Status);
        if (status == 503)
            Assert.Equal("No slot can work: one line of text could not be read. File takes longer than 5 s to partition.", answer.Detail);
    }

    private static void Kill(RunningService service)
    {
        foreach (var id in service.Get<ProcessPool>().Ids)
        {
            using var child = Process.GetProcessById(id);
            child.Kill();
            child.WaitForExit();
        }
    }

    private static byte[] Lines(int mebibytes) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A line of text is here.\n\n", mebibytes * 1024 * 1024 / 25)));
}
