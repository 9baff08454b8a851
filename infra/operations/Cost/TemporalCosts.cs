using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>A namespace of Temporal Cloud: a replica doubles both actions and storage.</summary>
internal static class TemporalCosts
{
    /// <summary>History of one document's workflow.</summary>
    private const decimal HistoryGigabytes = 0.00002m;
    private const decimal BusinessActions = 2_500_000;

    public static IEnumerable<CostLine> Namespace(PlannedResource @namespace, CostContext context)
    {
        var (book, usage) = (context.Book, context.Usage);
        var copies = Math.Max(1, @namespace.List("regions").Count());
        var hours = (@namespace.Number("retentionDays") ?? 30) * 24;
        var isBusiness = context.Plan("temporal") == "business";
        decimal Actions(decimal use)
        {
            var actions = usage.Documents * usage.ActionsPerDocument * copies * use;
            return Math.Max(0, actions - (isBusiness ? BusinessActions : 0)) / 1_000_000 * book["temporal-actions"];
        }

        decimal Storage(decimal use) => usage.Documents * use * HistoryGigabytes * hours * book["temporal-retained"] * copies;
        var name = copies > 1 ? ", with a replica" : "";
        yield return new CostLine(@namespace.Concern, "", $"actions{name}", context.ByUse(Actions), "temporal-actions");
        yield return new CostLine(@namespace.Concern, "", $"closed workflows{name}", context.ByUse(Storage), "temporal-retained");
        yield return new CostLine(
            @namespace.Concern, "", $"plan {(isBusiness ? "Business" : "Developer")}",
            context.ByUse(use => Math.Max(isBusiness ? book["temporal-business"] : 0, (Actions(use) + Storage(use)) / 10)),
            isBusiness ? "temporal-business" : "temporal-actions");
    }
}
