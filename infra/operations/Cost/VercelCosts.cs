using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>The frontend on Vercel: seats, and what goes beyond what they include.</summary>
internal static class VercelCosts
{
    private const decimal IncludedGigabytes = 1000;
    private const decimal IncludedRequests = 10_000_000;

    public static IEnumerable<CostLine> Project(PlannedResource project, CostContext context)
    {
        var (book, usage) = (context.Book, context.Usage);
        if (context.Plan("vercel") == "enterprise")
        {
            yield return new CostLine(
                project.Concern, "", "plan Enterprise", CostRange.Always(book["vercel-enterprise"]), "vercel-enterprise");
            yield break;
        }

        yield return new CostLine(
            project.Concern, "", "seats on Pro", CostRange.Always(usage.VercelSeats * book["vercel-seat"]), "vercel-seat");
        decimal Beyond(decimal use) =>
            (Math.Max(0, (usage.FrontendGigabytes * use) - IncludedGigabytes) * book["vercel-transfer"])
            + (Math.Max(0, (usage.FrontendRequests * use) - IncludedRequests) / 1_000_000 * book["vercel-requests"]);
        yield return new CostLine(project.Concern, "", "use beyond the plan", context.ByUse(Beyond), "vercel-transfer");
    }
}
