using System.Collections.Immutable;
using PipAi.Operations.Documents;
using PipAi.Operations.Load;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;
using Temporalio.Client;

namespace PipAi.Operations.Drills;

/// <summary>A deployed platform in a drill, through the vendors' public protocols.</summary>
/// <param name="platform">The platform.</param>
/// <param name="temporal">Its Temporal.</param>
/// <param name="time">The clock.</param>
internal sealed class DrilledPlatform(DeployedPlatform platform, ITemporalClient temporal, TimeProvider time) : IDrillPlatform, IDisposable
{
    private static readonly TimeSpan LeftOver = TimeSpan.FromHours(1);
    private static readonly TimeSpan DocumentTimeout = TimeSpan.FromMinutes(30);
    private readonly PlatformOutputs outputs = platform.Outputs;
    private readonly PlatformAccess access = platform.Access;
    private readonly HttpClient http = platform.Access.VendorHttp();
    private readonly HttpClient publicHttp = platform.Access.PublicHttp();
    private readonly string name = $"drill-{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public PlatformOutputs Outputs => outputs;

    private DrillObjects Objects => new(outputs, access);

    private DocumentRuns Runs =>
        new(outputs, access, temporal, new DocumentRoute($"{DrillObjects.Folder}{name}", outputs.TemporalTaskQueue, name, DocumentTimeout));

    /// <inheritdoc/>
    public async Task<TakenDocument> SendAsync(string id, byte[] content, CancellationToken cancellation)
    {
        var ticket = await Runs.SubmitAsync(id, $"{id}.md", content, cancellation);
        return new TakenDocument(ticket.Workflow.Id, ticket.Key, soon => Runs.ResultAsync(ticket, soon));
    }

    /// <inheritdoc/>
    public async Task<bool> AskAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await publicHttp.GetAsync(access.Reachable(address), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation) =>
        new FlyFleet(http, access, time).MachinesAsync(app, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ImmutableArray<string>>?> ObjectsAsync(string region, CancellationToken cancellation) =>
        Objects.InAsync(region, cancellation);

    /// <inheritdoc/>
    public Task<WorkflowTrace> TraceAsync(string workflowId, CancellationToken cancellation) =>
        PlatformCall.MakeAsync($"The history of '{workflowId}' cannot be read", async () =>
        {
            var runs = 0;
            await foreach (var _ in temporal.ListWorkflowsAsync($"WorkflowId = '{workflowId}'").WithCancellation(cancellation)) runs++;
            var history = await temporal.GetWorkflowHandle(workflowId).FetchHistoryAsync(
                new() { Rpc = new() { CancellationToken = cancellation } });
            var again = history.Events.FirstOrDefault(one =>
                one.ActivityTaskStartedEventAttributes is { Attempt: > 1 } || one.WorkflowTaskTimedOutEventAttributes is not null);
            return new WorkflowTrace(runs, again?.EventTime?.ToDateTimeOffset());
        }, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckResult>> VerifyAsync(CancellationToken cancellation) =>
        new Verifier(platform, time).RunAsync(null, cancellation);

    /// <inheritdoc/>
    public Task RemoveObjectsAsync(CancellationToken cancellation)
    {
        // One that died is long over by then; one that runs elsewhere is not disturbed.
        var old = time.GetUtcNow() - LeftOver;
        var mine = DrillObjects.Folder + name;
        return Objects.RemoveAsync(
            version => version.Key.StartsWith(mine, StringComparison.Ordinal) || version.Written < old, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        publicHttp.Dispose();
    }
}
