namespace PipAi.Providers.Fly.Rollouts;

/// <summary>A turn to change a machine.</summary>
internal sealed class RolloutSlot(RolloutLimiter gate, string machine) : IDisposable
{
    private bool left;

    /// <summary>The change failed: nobody after this one gets a turn in this run.</summary>
    public void Fail() => gate.Close(machine);

    public void Dispose()
    {
        if (left) return;
        left = true;
        gate.Release();
    }
}
