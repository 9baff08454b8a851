namespace PipAi.Operations.Drills;

/// <summary>A mistake of a person with what is stored, which is put right by a restore.</summary>
internal interface IDrillAccident
{
    /// <summary>Stores what the mistake will hit, in every region.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Makes the mistake; every region has it when this returns.</summary>
    Task StrikeAsync(CancellationToken cancellation);

    /// <summary>Restores.</summary>
    Task RestoreAsync(CancellationToken cancellation);

    /// <summary>Removes what was stored for it.</summary>
    Task RemoveAsync(CancellationToken cancellation);

    /// <summary>How many objects are not as they were before the mistake, in any region.</summary>
    Task<int> WrongAsync(CancellationToken cancellation);
}
