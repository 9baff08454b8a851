using System.Collections.Concurrent;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>Requests in flight per machine.</summary>
internal sealed class MachineLoads
{
    private readonly ConcurrentDictionary<string, int> loads = new();

    /// <summary>Requests a machine is serving.</summary>
    public int Of(string machine) => loads.GetValueOrDefault(machine);

    /// <summary>Counts one more, unless the machine is at its limit; dispose to count it off.</summary>
    public IDisposable? TryEnter(string machine, int? limit)
    {
        while (true)
        {
            var load = loads.GetOrAdd(machine, 0);
            if (load >= limit) return null;
            if (loads.TryUpdate(machine, load + 1, load)) return new Entry(this, machine);
        }
    }

    private sealed class Entry(MachineLoads owner, string machine) : IDisposable
    {
        private bool left;

        public void Dispose()
        {
            if (left) return;
            left = true;
            owner.loads.AddOrUpdate(machine, 0, (_, load) => load - 1);
        }
    }
}
