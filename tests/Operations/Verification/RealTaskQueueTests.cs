using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PipAi.Operations.Verification;
using PipAi.Testing;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace PipAi.Operations.Tests.Verification;

/// <summary>Temporal's own server, with as many partitions as it is told.</summary>
public sealed class RealTaskQueueTests
{
    private static readonly string[] Workers = [.. Enumerable.Range(1, 6).Select(number => $"iad/m{number}@workers")];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(9, 9)]
    [InlineData(8, 2)]
    public async Task Every_worker_is_seen_whichever_partition_it_polls(int read, int write)
    {
        Assert.SkipUnless(ReferenceTools.Find("temporal") is not null, ReferenceTools.Missing("temporal"));
        var port = PortAllocator();
        using var server = Process.Start(Command(port, read, write))!;
        using var stopping = new CancellationTokenSource();
        try
        {
            var service = (await ConnectAsync(port)).WorkflowService;
            // One poll each, so that a worker is at one partition of a kind only.
            var polls = Workers.SelectMany(
                worker =>
                    new Task[]
                    {
                        PollWorkflowsAsync(service, worker, stopping.Token),
                        PollActivitiesAsync(service, worker, stopping.Token),
                    }).ToList();
            IReadOnlyDictionary<string, DateTimeOffset> seen = new Dictionary<string, DateTimeOffset>();
            for (var look = 0; look < 100 && seen.Count < Workers.Length; look++)
            {
                await Task.Delay(100);
                seen = await new TaskQueuePollers(service, "default", ScriptedTaskQueue.Name).OfBothKindsAsync(
                    TestContext.Current.CancellationToken);
            }

            Assert.Equal(Workers, seen.Keys.Order(StringComparer.Ordinal));
            Assert.All(seen.Values, last => Assert.InRange(DateTimeOffset.UtcNow - last, TimeSpan.FromMinutes(-1), PollerChecks.OnePoll));
            await stopping.CancelAsync();
            await Task.WhenAll(polls).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        finally
        {
            server.Kill();
        }
    }

    private static ProcessStartInfo Command(int port, int read, int write) => new(
        ReferenceTools.Find("temporal")!,
        [
            "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--log-level",
            "never",
            "--dynamic-config-value", $"matching.numTaskqueueReadPartitions={read}", "--dynamic-config-value",
            $"matching.numTaskqueueWritePartitions={write}",
        ])
    { RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task<TemporalClient> ConnectAsync(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TemporalClient.ConnectAsync(new($"127.0.0.1:{port}"));
            }
            catch (InvalidOperationException) when (attempt < 200)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Task<PollWorkflowTaskQueueResponse> PollWorkflowsAsync(
        WorkflowService service, string worker, CancellationToken stopping) => service.PollWorkflowTaskQueueAsync(
        new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = ScriptedTaskQueue.Name }, Identity = worker },
        new() { CancellationToken = stopping });

    private static Task<PollActivityTaskQueueResponse> PollActivitiesAsync(
        WorkflowService service, string worker, CancellationToken stopping) => service.PollActivityTaskQueueAsync(
        new PollActivityTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = ScriptedTaskQueue.Name }, Identity = worker },
        new() { CancellationToken = stopping });

    private static int PortAllocator()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
