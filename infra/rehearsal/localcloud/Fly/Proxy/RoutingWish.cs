using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// What a request asks of the proxy by the headers that Fly documents: <c>fly-prefer-region</c> and <c>fly-force-region</c> (lists of
/// codes and aliases, best first), <c>fly-prefer-instance-id</c> and <c>fly-force-instance-id</c>. What is forced has no fallback.
/// </summary>
internal sealed record RoutingWish
{
    /// <summary>Regions that are preferred, best first.</summary>
    public ImmutableArray<string> Preferred { get; private init; } = [];

    /// <summary>The only regions that will do, best first; null where any will.</summary>
    public ImmutableArray<string>? Forced { get; private init; }

    /// <summary>The machine that is preferred; empty for none.</summary>
    public string PreferredInstance { get; private init; } = "";

    /// <summary>The only machine that will do; empty where any will.</summary>
    public string ForcedInstance { get; private init; } = "";

    /// <summary>Reads the headers.</summary>
    public static RoutingWish Of(IHeaderDictionary headers) => new()
    {
        Preferred = Regions.Named(headers["Fly-Prefer-Region"].ToString()),
        Forced = headers["Fly-Force-Region"].ToString() is { Length: > 0 } forced ? Regions.Named(forced) : null,
        PreferredInstance = headers["Fly-Prefer-Instance-Id"].ToString(),
        ForcedInstance = headers["Fly-Force-Instance-Id"].ToString(),
    };

    /// <summary>Whether a machine is one that will do.</summary>
    public bool Allows(MachineRecord machine) =>
        (ForcedInstance.Length == 0 || machine.Id == ForcedInstance) && (Forced is not { } regions || regions.Contains(machine.Region));

    /// <summary>How gladly a machine is taken, 0 best; distance decides among equals.</summary>
    public int RankOf(MachineRecord machine)
    {
        if (machine.Id == PreferredInstance) return -1;
        var listed = (Forced ?? Preferred).IndexOf(machine.Region);
        return listed < 0 ? int.MaxValue : listed;
    }
}
