using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>
/// Gives each machine a port that is its own on the whole computer. Its process binds the port long after it was chosen, and other
/// local clouds choose at the same time: each port is held until its machine is destroyed or the cloud ends.
/// </summary>
internal sealed class MachinePorts(FlyState state) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, PortReservation> held = [];

    /// <summary>The machine with a port that nobody else has or listens on; the one it had before if it can be.</summary>
    /// <exception cref="IOException">No port is free.</exception>
    public MachineRecord Give(MachineRecord machine)
    {
        lock (gate)
        {
            ReleaseDestroyed();
            if (held.TryGetValue(machine.Id, out var mine) && PortAllocator.IsFree(mine.Number)) return machine;
            Release(machine.Id);
            var port = held[machine.Id] = (machine.Port == 0 ? null : PortReservation.TryHold(machine.Port))
                ?? PortReservation.Choose(PortAllocator.FirstOfMachines, state.Machines.Select(other => other.Port).ToHashSet());
            return port.Number == machine.Port ? machine : state.Change(machine.Id, current => current with { Port = port.Number });
        }
    }

    /// <summary>Releases all ports.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var id in held.Keys.ToList()) Release(id);
        }
    }

    private void ReleaseDestroyed()
    {
        foreach (var id in held.Keys.Where(id => state.Machine(id) is null or { State: MachineState.Destroyed }).ToList()) Release(id);
    }

    private void Release(string machine)
    {
        if (held.Remove(machine, out var port)) port.Dispose();
    }
}
