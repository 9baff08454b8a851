using PipAi.Plugins.Properties;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.Providers.TemporalCloud.Namespaces;

/// <summary>The outputs of a namespace: its inputs, and what Temporal Cloud says of it.</summary>
internal static class NamespaceOutputs
{
    private const string CloudSuffix = ".tmprl.cloud:7233";

    public static readonly ImmutableArray<string> Names =
        ["namespaceId", "grpcEndpoint", "regionalEndpoints", "webEndpoint", "activeRegion", "regionStatus", "state"];

    public static PropertyMap Of(PropertyMap inputs, Namespace found)
    {
        var address = found.Endpoints?.GrpcAddress ?? "";
        var regions = NamespaceInputs.Regions(found.Spec).Distinct(StringComparer.Ordinal).ToArray();
        return inputs.WithoutNulls()
            .With("namespaceId", found.Namespace_)
            .With("grpcEndpoint", address)
            .With("webEndpoint", found.Endpoints?.WebAddress is { Length: > 0 } web ? web : null)
            .With("activeRegion", found.ActiveRegion.Length > 0 ? found.ActiveRegion : regions.FirstOrDefault())
            .With("state", found.State.ToString().ToLowerInvariant())
            .With(
                "regionalEndpoints",
                new PropertyValue(regions.ToImmutableDictionary(region => region, region => new PropertyValue(Regional(region, address)))))
            .With("regionStatus", new PropertyValue(found.Replicas.OrderBy(replica => replica.Region, StringComparer.Ordinal)
                .Select(replica => new PropertyValue(PropertyMap.Empty.With("region", replica.Region).With("state", State(replica))))
                .ToImmutableArray()));
    }

    private static string State(Replica replica) => replica.State == Replica.Types.ReplicaState.Active
        ? replica.IsPrimary ? "active" : "passive"
        : replica.State.ToString().ToLowerInvariant();

    // Temporal Cloud has one address per region for all namespaces; elsewhere there is one address for everything.
    private static string Regional(string region, string address) =>
        address.EndsWith(CloudSuffix, StringComparison.Ordinal) ? $"{region}.region{CloudSuffix}" : address;
}
