namespace PipAi.Providers.Aws.S3;

/// <summary>The Route 53 hosted zones of S3's regional endpoints, from AWS's list of endpoints.</summary>
internal static class HostedZones
{
    private static readonly Dictionary<string, string> Zones = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = "Z3AQBSTGFYJSTF",
        ["us-east-2"] = "Z2O1EMRO9K5GLX",
        ["us-west-1"] = "Z2F56UZL2M1ACD",
        ["us-west-2"] = "Z3BJ6K6RIION7M",
        ["eu-west-1"] = "Z1BKCTXD74EZPE",
        ["eu-central-1"] = "Z21DNDUVLTQW6Q",
        ["ap-northeast-1"] = "Z2M4EHUR26P7ZW",
        ["ap-southeast-1"] = "Z3O0J2DXBE1FTB",
        ["ap-southeast-2"] = "Z1WCIGYICN2BYD",
        ["sa-east-1"] = "Z7KQH4QJS55SO",
    };

    /// <summary>The zone of a region; empty where the list has none, null while the region is unknown.</summary>
    public static string? Of(string? region) => region is null ? null : Zones.GetValueOrDefault(region, "");
}
