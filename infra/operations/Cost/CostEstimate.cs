using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>What a stack costs in a month, by the price book and the assumed use: an estimate, reckoned from declarations alone.</summary>
internal sealed record CostEstimate
{
    /// <summary>What no price here covers, and a bill may hold.</summary>
    public static readonly ImmutableArray<string> Excluded =
    [
        "language models", "a database", "Pulumi Cloud", "minutes of CI", "domain names", "taxes", "Fly's private traffic between regions",
        "Vercel's storage of deployments",
    ];

    /// <summary>The entries, by concern, region and what they are.</summary>
    public required ImmutableArray<CostLine> Lines { get; init; }

    /// <summary>Resources that may cost something which is not in the sum, each with the reason.</summary>
    public required ImmutableArray<string> NotCounted { get; init; }

    /// <summary>What could be spared.</summary>
    public required ImmutableArray<Saving> Savings { get; init; }

    /// <summary>The whole bill.</summary>
    public CostRange Total => Sum(Lines);

    /// <summary>The concern that costs most in the assumed month; null when there is nothing to pay.</summary>
    public (string Concern, CostRange Monthly)? Driver =>
        ByConcern.OrderByDescending(entry => entry.Monthly.Likely).Cast<(string, CostRange)?>()
            .FirstOrDefault();

    /// <summary>The sums of the concerns, by name.</summary>
    public IEnumerable<(string Concern, CostRange Monthly)> ByConcern => Lines.GroupBy(line => line.Concern)
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, Sum(group)));

    /// <summary>Reckons the bill of these resources.</summary>
    public static CostEstimate Of(IReadOnlyCollection<PlannedResource> resources, Usage usage, PriceBook book)
    {
        var regions = resources.Where(resource => resource.IsBucket)
            .Select(bucket => KeyValuePair.Create(bucket.Text("bucket") ?? "", bucket.Text("region") ?? ""))
            .DistinctBy(bucket => bucket.Key).ToImmutableDictionary();
        var context = new CostContext(usage, book, regions);
        var (lines, notCounted) = (new List<CostLine>(), new List<string>());
        foreach (var resource in resources)
        {
            if (!CostRules.Priced.TryGetValue(resource.Type, out var rule))
            {
                if (!CostRules.IsFree(resource.Type)) notCounted.Add($"{resource.Name} ({resource.Type}): its price is not in the book");
                continue;
            }

            var found = rule(resource, context).ToList();
            if (found.Count == 0 && resource.Type != "fly:index:Ip")
                notCounted.Add($"{resource.Name} ({resource.Type}): its size is not known yet");
            lines.AddRange(found);
        }

        if (resources.Any(resource => resource.IsMachine)) lines.AddRange(FlyCosts.Organization(context));
        return new CostEstimate
        {
            Lines = [.. lines.GroupBy(line => (line.Concern, line.Region, line.What)).Select(Together)
                .OrderBy(line => line.Concern, StringComparer.Ordinal).ThenByDescending(line => line.Monthly.Likely)
                .ThenBy(line => line.Region, StringComparer.Ordinal).ThenBy(line => line.What, StringComparer.Ordinal)],
            NotCounted = [.. notCounted.Order(StringComparer.Ordinal)],
            Savings = Saving.Of(resources, context),
        };
    }

    private static CostLine Together(IEnumerable<CostLine> same)
    {
        var all = same.ToList();
        return all[0] with { Monthly = Sum(all), Count = all.Count };
    }

    private static CostRange Sum(IEnumerable<CostLine> lines) => lines.Aggregate(default(CostRange), (sum, line) => sum + line.Monthly);
}
