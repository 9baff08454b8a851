namespace PipAi.Operations.Drills;

/// <summary>Takes a whole Fly region away and gives it back. The rehearsal's local cloud does it; tests script it.</summary>
internal interface IRegionFault
{
    /// <summary>The region's machines are gone when this returns: a drill's clock starts then.</summary>
    Task BreakAsync(string region, CancellationToken cancellation);

    /// <summary>The region may start machines again. Safe to call when nothing is broken.</summary>
    Task RestoreAsync(string region, CancellationToken cancellation);
}
