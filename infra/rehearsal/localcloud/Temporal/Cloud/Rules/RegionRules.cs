using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Rules;

/// <summary>
/// The regions of a namespace. A spec names them twice: in <c>replicas</c>, and in <c>regions</c> for clients that are older; both are
/// read and both are written.
/// </summary>
internal static class RegionRules
{
    /// <summary>The regions that a spec names, in its order.</summary>
    public static IReadOnlyList<string> Of(NamespaceSpec spec)
    {
        return spec.Replicas.Count > 0 ? [.. spec.Replicas.Select(replica => replica.Region)] : [.. spec.Regions];
    }

    /// <summary>Whether a spec names regions twice, and not the same ones.</summary>
    public static bool Differ(NamespaceSpec spec) =>
        spec.Replicas.Count > 0 && spec.Regions.Count > 0
            && !spec.Regions.ToHashSet().SetEquals(spec.Replicas.Select(replica => replica.Region));

    /// <summary>Writes them into a namespace's spec and list of replicas.</summary>
    public static void Set(Namespace target, IReadOnlyList<string> regions)
    {
        SetIn(target.Spec, regions);
        target.Replicas.Clear();
        target.Replicas.Add(regions.Select(region => new Replica
        {
            Id = region,
            Region = region,
            IsPrimary = region == target.ActiveRegion,
            State = Replica.Types.ReplicaState.Active,
        }));
    }

    /// <summary>Writes them into a spec.</summary>
    public static void SetIn(NamespaceSpec spec, IReadOnlyList<string> regions)
    {
        spec.Replicas.Clear();
        spec.Replicas.Add(regions.Select(region => new ReplicaSpec { Region = region }));
        spec.Regions.Clear();
        spec.Regions.Add(regions);
    }
}
