using Temporalio.Worker.Tuning;

namespace PipAi.Workers.Pipeline.Admission;

/// <summary>
/// Slots for workflow tasks. Those of documents that this worker holds already come on its own (sticky) queue and are let in as long as
/// there are slots; those from the common queue, where new documents wait, pass the door as well.
/// </summary>
internal sealed class WorkflowSlots(int count, DocumentDoor door) : CustomSlotSupplier, IDisposable
{
    private readonly SemaphoreSlim free = new(count, count);

    /// <inheritdoc/>
    public override async Task<SlotPermit> ReserveSlotAsync(SlotReserveContext ctx, CancellationToken cancellationToken)
    {
        var permit = new SlotPermit();
        if (!ctx.IsSticky) await door.EnterAsync(permit, cancellationToken);
        try
        {
            await free.WaitAsync(cancellationToken);
            return permit;
        }
        catch (OperationCanceledException)
        {
            door.Leave(permit);
            throw;
        }
    }

    /// <inheritdoc/>
    public override SlotPermit? TryReserveSlot(SlotReserveContext ctx) => null;

    /// <inheritdoc/>
    public override void MarkSlotUsed(SlotMarkUsedContext ctx)
    {
        // Nothing to note: a document is counted from its reservation on, and by its run once that has begun.
    }

    /// <inheritdoc/>
    public override void ReleaseSlot(SlotReleaseContext ctx)
    {
        door.Leave(ctx.Permit);
        free.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
