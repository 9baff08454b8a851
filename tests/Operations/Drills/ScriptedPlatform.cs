using System.Collections.Immutable;
using PipAi.Operations.Drills;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Tests.Drills;

/// <summary>A platform of one fault: documents take one second, except while the broken region still holds them up.</summary>
internal sealed class ScriptedPlatform(TimeProvider time) : IRegionFault
{
    private readonly Lock gate = new();
    private TaskCompletionSource? outage;
    private int sentAfter;

    /// <summary>How long documents stall after the region is gone.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it takes until the region is gone, from the order to.</summary>
    public TimeSpan BreakTakes { get; init; }

    /// <summary>
    /// So many documents that are sent after the fault are answered as if nothing had happened, and those under way when it came.
    /// </summary>
    public int SlipThrough { get; init; }

    /// <summary>Whether documents that are under way when the region dies are never answered.</summary>
    public bool LosesDocuments { get; init; }

    /// <summary>Whether documents fail from the start.</summary>
    public bool IsDown { get; init; }

    public List<string> Calls { get; } = [];

    public async Task BreakAsync(string region, CancellationToken cancellation)
    {
        if (BreakTakes > TimeSpan.Zero) await Task.Delay(BreakTakes, time, cancellation);
        lock (gate)
        {
            Calls.Add($"break {region}");
            outage = new TaskCompletionSource(); // continues at once: nothing may wait on another thread while the clock turns
            _ = EndAsync(outage, cancellation);
        }
    }

    public Task RestoreAsync(string region, CancellationToken cancellation)
    {
        lock (gate) Calls.Add($"restore {region}");
        return Task.CompletedTask;
    }

    public async Task ProcessAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (IsDown) throw new InvalidOperationException("parsing is down");
        var brokenAtStart = outage is not null;
        var slipsThrough = brokenAtStart && ++sentAfter <= SlipThrough;
        await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
        if (outage is not { } stall || slipsThrough || (SlipThrough > 0 && !brokenAtStart)) return;
        if (LosesDocuments && !brokenAtStart) await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        await stall.Task.WaitAsync(cancellation);
    }

    private async Task EndAsync(TaskCompletionSource over, CancellationToken cancellation)
    {
        await Task.Delay(Outage, time, cancellation);
        over.TrySetResult();
    }

    public static Task<ImmutableArray<FleetMachine>> HealthyMachinesAsync(CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<FleetMachine>>(
        [
            .. Enumerable.Range(1, 4).Select(number => Machine($"a{number}", "iad")), Machine("b1", "ord"), Machine("c1", "lax"),
        ]);

    private static FleetMachine Machine(string id, string region) => new(id, $"worker-{id}", region, "started", 1, 1);
}
