using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Cloud.Rules;

namespace PipAi.LocalCloud.Hosting;

/// <summary>The regions that each service's requests can be for: a fault in any other would never hold, and nobody would notice.</summary>
internal static class FaultRegions
{
    private static readonly string[] Aws =
    [
        "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2",
        "eu-north-1",
        "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
        "sa-east-1",
        "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    private static readonly Dictionary<string, (string Vendor, Func<IEnumerable<string>> Regions)> OfService = new(StringComparer.Ordinal)
    {
        [VendorNames.Fly] = ("Fly", () => Regions.ByCode.Keys),
        [VendorNames.Proxy] = ("Fly", () => Regions.ByCode.Keys),
        // A bucket's region or that of the token service, or the Fly region that a machine calls from.
        [VendorNames.S3] = ("AWS", () => [.. Aws, .. Regions.ByCode.Keys]),
        [VendorNames.Sts] = ("AWS", () => [.. Aws, .. Regions.ByCode.Keys]),
        // A namespace's region, or the Fly region that a worker calls from.
        [VendorNames.Temporal] = ("Temporal Cloud", () => CloudRegions.All.Select(region => region.Id).Concat(Regions.ByCode.Keys)),
    };

    /// <exception cref="ArgumentException">The fault's service has no such region.</exception>
    public static void Check(Fault fault)
    {
        if (fault.Region is not { } region) return;
        if (!OfService.TryGetValue(fault.Service, out var known))
            throw new ArgumentException(
                $"The API of '{fault.Service}' is in no region, so that a fault in '{region}' would never hold. Leave the region out.");
        if (known.Regions().Contains(region)) return;
        throw new ArgumentException(
            $"{known.Vendor} has no region '{region}'; it is one of {string.Join(", ", known.Regions().Order(StringComparer.Ordinal))}.");
    }
}
