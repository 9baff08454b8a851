namespace PipAi.Operations.Drills;

/// <summary>Breaks things and mends them. The rehearsal's local cloud does it; tests script it.</summary>
internal interface IDrillFaults
{
    /// <summary>The fault is in force when this returns: a drill's clock starts then.</summary>
    Task SetAsync(DrillFault fault, CancellationToken cancellation);

    /// <summary>Takes it back. Safe to call when it was never set, or was taken back before.</summary>
    Task UndoAsync(DrillFault fault, CancellationToken cancellation);
}
