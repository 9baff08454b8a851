using System.Collections.Immutable;
using System.Text.Json;
using PipAi.Operations.Documents;
using PipAi.Operations.Drills;
using PipAi.Operations.Load;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Drills;

/// <summary>A platform of one fault: documents take one second, except while what broke still holds them up.</summary>
internal sealed class ScriptedPlatform(TimeProvider time) : IDrillFaults, IDrillPlatform
{
    private readonly Lock gate = new();
    private readonly HashSet<string> stored = [];
    private TaskCompletionSource? outage;
    private int sentAfter;

    /// <summary>How long documents stall after the fault is in force.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it takes until the fault is in force, from the order to.</summary>
    public TimeSpan BreakTakes { get; init; }

    /// <summary>
    /// So many documents that are sent after the fault are answered as if nothing had happened, and those under way when it came.
    /// </summary>
    public int SlipThrough { get; init; }

    /// <summary>Whether documents that are under way when the fault comes are never answered.</summary>
    public bool LosesDocuments { get; init; }

    /// <summary>Whether documents are not taken from the start.</summary>
    public bool IsDown { get; init; }

    /// <summary>Documents are not taken for so long after the fault.</summary>
    public TimeSpan Refuses { get; init; }

    /// <summary>Throws when a fault is to be set or taken back; the argument is <c>set</c> or <c>undo</c> and the kind.</summary>
    public Action<string> Meets { get; set; } = _ => { };

    /// <summary>Where documents are read and stored once a fault is in force.</summary>
    public string StorageAfter { get; init; } = "us-east-2";

    /// <summary>The machines, by app.</summary>
    public Func<string, ImmutableArray<FleetMachine>> Machines { get; set; } = HealthyMachines;

    /// <summary>How each document's workflow ran.</summary>
    public Func<string, WorkflowTrace> Trace { get; init; } = _ => new WorkflowTrace(1, null);

    /// <summary>The versions of a result, in every region.</summary>
    public int Results { get; init; } = 1;

    /// <summary>Objects of which a region has no copy yet; by region.</summary>
    public Func<string, bool> Lacks { get; init; } = _ => false;

    /// <summary>What a verification finds.</summary>
    public Func<ImmutableArray<CheckResult>> Checks { get; init; } = () => [new CheckResult("canary", "a document comes back", true, "")];

    public List<string> Calls { get; } = [];

    public DateTimeOffset BrokenAt { get; private set; }

    public PlatformOutputs Outputs { get; } = SampleOutputs.Parsed();

    public async Task SetAsync(DrillFault fault, CancellationToken cancellation)
    {
        Meets($"set {fault.Kind}");
        if (BreakTakes > TimeSpan.Zero) await Task.Delay(BreakTakes, time, cancellation);
        lock (gate)
        {
            Calls.Add($"set {fault.Kind} {fault.Subject}");
            BrokenAt = time.GetUtcNow();
            outage = new TaskCompletionSource(); // continues at once: nothing may wait on another thread while the clock turns
            _ = EndAsync(outage, cancellation);
        }
    }

    public Task UndoAsync(DrillFault fault, CancellationToken cancellation)
    {
        Meets($"undo {fault.Kind}");
        lock (gate) Calls.Add($"undo {fault.Kind} {fault.Subject}");
        return Task.CompletedTask;
    }

    public Task<TakenDocument> SendAsync(string id, byte[] content, CancellationToken cancellation)
    {
        if (IsDown) throw new InvalidOperationException("parsing is down");
        if (outage is not null && time.GetUtcNow() < BrokenAt + Refuses) throw new InvalidOperationException("nobody takes it");
        var (key, brokenAtStart) = ($"drills/{id}.md", outage is not null);
        var slipsThrough = brokenAtStart && ++sentAfter <= SlipThrough;
        lock (gate) stored.Add(key);
        return Task.FromResult(
            new TakenDocument(id, key, async soon => await AnswerAsync(key, brokenAtStart, slipsThrough, soon)));
    }

    public Task<bool> AskAsync(Uri address, CancellationToken cancellation) =>
        Task.FromResult(outage is null || outage.Task.IsCompleted || !address.Host.Contains("workers", StringComparison.Ordinal));

    public Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation) => Task.FromResult(Machines(app));

    public Task<IReadOnlyDictionary<string, ImmutableArray<string>>?> ObjectsAsync(string region, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyDictionary<string, ImmutableArray<string>>?>(
                stored.Where(_ => !Lacks(region)).ToDictionary(key => key, key => ImmutableArray.CreateRange(
                    Enumerable.Range(1, key.EndsWith(".json", StringComparison.Ordinal) ? Results : 1).Select(version => $"v{version}"))));
        }
    }

    public Task<WorkflowTrace> TraceAsync(string workflowId, CancellationToken cancellation) => Task.FromResult(Trace(workflowId));

    public Task<ImmutableArray<CheckResult>> VerifyAsync(CancellationToken cancellation) => Task.FromResult(Checks());

    public Task RemoveObjectsAsync(CancellationToken cancellation)
    {
        lock (gate) Calls.Add("remove objects");
        return Task.CompletedTask;
    }

    public static ImmutableArray<FleetMachine> HealthyMachines(string app) => app.Contains("workers", StringComparison.Ordinal)
        ?
        [
            .. Enumerable.Range(1, 4).Select(number => Machine($"a{number}", "iad")), Machine("b1", "ord"), Machine("c1", "lax"),
        ]
        : [Machine("p1", "iad"), Machine("p2", "ord")];

    private static FleetMachine Machine(string id, string region) => new(id, $"worker-{id}", region, "started", 1, 1);

    private async Task<DocumentResult> AnswerAsync(string key, bool brokenAtStart, bool slipsThrough, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
        if (outage is { } stall && !slipsThrough && (SlipThrough == 0 || brokenAtStart))
        {
            if (LosesDocuments && !brokenAtStart) await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            await stall.Task.WaitAsync(cancellation);
        }

        lock (gate) stored.Add(key + ".json");
        var region = outage is null ? "us-east-2" : StorageAfter;
        return new DocumentResult(key, key + ".json", region, region, "p1", default(JsonElement));
    }

    private async Task EndAsync(TaskCompletionSource over, CancellationToken cancellation)
    {
        await Task.Delay(Outage, time, cancellation);
        over.TrySetResult();
    }
}
