using System.Collections.Concurrent;

namespace PipAi.Providers.Fly.Sessions;

/// <summary>
/// Addresses, volumes and the like carry no mark of their owner. A create that looks for what an earlier attempt left behind
/// must not take what another resource of this run owns.
/// </summary>
internal sealed class ClaimedIds
{
    private readonly ConcurrentDictionary<string, string> owners = new(StringComparer.Ordinal);

    /// <summary>Claims an id; false when another resource has it.</summary>
    public bool Claim(string id, string urn) => owners.GetOrAdd(id, urn) == urn;
}
