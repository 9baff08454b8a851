namespace PipAi.Providers.Fly.Values;

/// <summary>Regions as of August 2026: for hints only. Whether a region exists, Fly decides.</summary>
internal static class FlyRegions
{
    public static readonly ImmutableArray<string> Codes =
    [
        "ams", "arn", "bom", "cdg", "dfw", "ewr", "fra", "gru", "iad", "jnb", "lax", "lhr", "nrt", "ord", "sin", "sjc", "syd", "yyz",
    ];
}
