using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>What the price of a resource depends on besides the resource itself.</summary>
/// <param name="Usage">What the platform is used for.</param>
/// <param name="Book">What the vendors ask.</param>
/// <param name="BucketRegions">Bucket name to AWS region.</param>
internal sealed record CostContext(Usage Usage, PriceBook Book, ImmutableDictionary<string, string> BucketRegions)
{
    /// <summary>What grows with the use.</summary>
    public CostRange ByUse(decimal usd) => new(usd * Usage.Quiet, usd, usd * Usage.Rush);

    /// <summary>What is paid for as far as the use goes beyond what is included, which no price is linear in.</summary>
    public CostRange ByUse(Func<decimal, decimal> usd) => new(usd(Usage.Quiet), usd(1), usd(Usage.Rush));

    /// <summary>The plan at a vendor; empty when the settings name none.</summary>
    public string Plan(string vendor) => Usage.VendorPlans.GetValueOrDefault(vendor, "");
}
