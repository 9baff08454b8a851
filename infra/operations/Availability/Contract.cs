using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>What a vendor owes on the plan that the settings name: money back, not availability.</summary>
/// <param name="Part">Part of the platform.</param>
/// <param name="Percent">Percent of a month; null: nothing.</param>
/// <param name="Terms">Which agreement says so, or why none does.</param>
internal sealed record Contract(string Part, double? Percent, string Terms)
{
    /// <summary>The contracts behind each part.</summary>
    public static ImmutableArray<Contract> Of(Topology topology, Usage usage)
    {
        string Plan(string vendor) => usage.VendorPlans.GetValueOrDefault(vendor, "unknown");
        double? fly = Plan("fly") == "enterprise" ? 99.9 : null;
        var terms = fly is null ? $"Fly promises nothing on '{Plan("fly")}'" : "Fly's agreement on Enterprise, read 2026-06-24";
        return
        [
            Plan("vercel") == "enterprise"
                ? new("frontend", 99.99, "Vercel's agreement on Enterprise")
                : new("frontend", null, $"Vercel promises nothing on '{Plan("vercel")}'"),
            new("storage", 99.9, "S3's agreement of 2023-11-28: of a region, whatever is copied elsewhere"),
            topology.NamespaceRegions > 1
                ? new("temporal", 99.99, "Temporal Cloud's, of a namespace with a replica")
                : new("temporal", 99.9, "Temporal Cloud's, of a namespace"),
            new("workers", fly, terms),
            new("parsing", fly, terms),
        ];
    }
}
