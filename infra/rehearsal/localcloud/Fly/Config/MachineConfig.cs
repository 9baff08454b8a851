using System.Collections.Immutable;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>The part of a machine's config that a local machine acts on; the rest is kept as it was sent.</summary>
internal sealed record MachineConfig
{
    /// <summary>Image reference, <c>registry.fly.io/app@sha256:…</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Environment of the process.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Command line that replaces the image's entrypoint; empty keeps it.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Arguments after the entrypoint (init.cmd); empty is none.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>RAM in MB.</summary>
    public int MemoryMb { get; init; } = 256;

    /// <summary>What happens when the process exits by itself.</summary>
    public RestartConfig Restart { get; init; } = new();

    /// <summary>What the proxy serves.</summary>
    public ImmutableArray<ServiceConfig> Services { get; init; } = [];

    /// <summary>Top-level checks by their names.</summary>
    public ImmutableSortedDictionary<string, CheckConfig> Checks { get; init; } = ImmutableSortedDictionary<string, CheckConfig>.Empty;

    /// <summary>Metadata as text.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How it is asked to end.</summary>
    public StopConfig Stop { get; init; } = new();

    /// <summary>Ids of mounted volumes.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Whether it is destroyed when its process exits.</summary>
    public bool AutoDestroy { get; init; }

    /// <summary>
    /// Every check under the name the API shows: <c>servicecheck-NN-type-port</c> for those of services, the key for others.
    /// </summary>
    public IEnumerable<(string Name, CheckConfig Check)> NamedChecks()
    {
        var index = 0;
        foreach (var service in Services)
            foreach (var check in service.Checks)
                yield return (ServiceConfig.CheckName(index++, check.Type, service.InternalPort), check);
        foreach (var (name, check) in Checks) yield return (name, check);
    }

    /// <summary>Names of the checks that must pass before the proxy sends requests: of all services, and readiness checks.</summary>
    public IEnumerable<string> RoutingChecks()
    {
        var services = Services.Sum(service => service.Checks.Length);
        return NamedChecks().Where((named, index) => index < services || named.Check.Readiness).Select(named => named.Name);
    }
}
