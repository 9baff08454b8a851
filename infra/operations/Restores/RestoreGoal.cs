namespace PipAi.Operations.Restores;

/// <summary>What is to be put back.</summary>
/// <param name="Source">What is looked at.</param>
/// <param name="Target">Where it is put: the same place, or another.</param>
/// <param name="At">The time whose state it is to have.</param>
internal sealed record RestoreGoal(StoragePlace Source, StoragePlace Target, DateTimeOffset At)
{
    /// <summary>Puts a place itself back.</summary>
    public RestoreGoal(StoragePlace place, DateTimeOffset at)
        : this(place, place, at)
    {
    }
}
