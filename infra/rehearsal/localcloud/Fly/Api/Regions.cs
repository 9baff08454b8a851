using System.Collections.Frozen;
using System.Collections.Immutable;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Fly's regions, with where they are.</summary>
internal static class Regions
{
    private const double EarthRadiusKm = 6371;
    private const string Default = "iad";

    /// <summary>All of them by code.</summary>
    public static FrozenDictionary<string, Region> ByCode { get; } = new Region[]
    {
        new("ams", "Amsterdam, Netherlands", "europe", 52.37, 4.90), new("arn", "Stockholm, Sweden", "europe", 59.65, 17.94),
        new("bom", "Mumbai, India", "asia_pacific", 19.10, 72.87), new("cdg", "Paris, France", "europe", 48.86, 2.35),
        new("dfw", "Dallas, Texas (US)", "north_america", 32.78, -96.81), new("ewr", "Secaucus, NJ (US)", "north_america", 40.79, -74.06),
        new("fra", "Frankfurt, Germany", "europe", 50.12, 8.64), new("gru", "Sao Paulo, Brazil", "south_america", -23.55, -46.63),
        new("iad", "Ashburn, Virginia (US)", "north_america", 39.02, -77.54),
        new("jnb", "Johannesburg, South Africa", "africa", -26.14, 28.24),
        new("lax", "Los Angeles, California (US)", "north_america", 33.94, -118.41),
        new("lhr", "London, United Kingdom", "europe", 51.52, -0.06),
        new("nrt", "Tokyo, Japan", "asia_pacific", 35.62, 139.75), new("ord", "Chicago, Illinois (US)", "north_america", 41.89, -87.64),
        new("sin", "Singapore, Singapore", "asia_pacific", 1.31, 103.85),
        new("sjc", "San Jose, California (US)", "north_america", 37.35, -121.96),
        new("syd", "Sydney, Australia", "asia_pacific", -33.87, 151.10), new("yyz", "Toronto, Canada", "north_america", 43.65, -79.36),
    }.ToFrozenDictionary(region => region.Code);

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Aliases = new Dictionary<string, ImmutableArray<string>>
    {
        ["any"] = ["iad", "ord", "lax", "fra", "sin"],
        ["na"] = ["iad", "ord", "lax", "yyz"],
        ["us"] = ["iad", "ord", "lax", "dfw", "ewr", "sjc"],
        ["usa"] = ["iad", "ord", "lax", "dfw", "ewr", "sjc"],
        ["eu"] = ["fra", "ams", "cdg", "arn"],
        ["sa"] = ["gru"],
        ["apac"] = ["sin", "nrt", "syd", "bom"],
    }.ToFrozenDictionary();

    /// <summary>The regions a create call names: codes, a comma list, or an alias, best first; empty when one is unknown.</summary>
    public static IReadOnlyList<string> Candidates(string text)
    {
        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(part => Aliases.TryGetValue(part, out var members) ? members : [part]).Distinct().ToList();
        return named.TrueForAll(ByCode.ContainsKey) ? named : [];
    }

    /// <summary>The regions that a routing header names, best first; what is no region is passed over, as Fly does.</summary>
    public static ImmutableArray<string> Named(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(Candidates).Distinct()];

    /// <summary>
    /// The primary region of an app: what <c>PRIMARY_REGION</c> says in the environment of its machines, as flyctl sets it; else where
    /// most of them run, and of several such regions the one whose first machine is the oldest. Machines that stand by do not count.
    /// </summary>
    public static string PrimaryOf(IEnumerable<MachineRecord> machines)
    {
        var live = machines.Where(machine => machine.State != MachineState.Destroyed).OrderBy(machine => machine.CreatedAt).ThenBy(
            machine => machine.Id, StringComparer.Ordinal).ToList();
        var said = live.Select(machine => machine.Settings.Env.GetValueOrDefault("PRIMARY_REGION", "")).FirstOrDefault(ByCode.ContainsKey);
        if (said is not null) return said;
        var running = live.Where(machine => machine.State is MachineState.Started or MachineState.Starting).ToList();
        return (running.Count > 0 ? running : live).CountBy(machine => machine.Region).OrderByDescending(region => region.Value)
            .Select(region => region.Key).FirstOrDefault() ?? Default;
    }

    /// <summary>Distance along the surface in km; 0 for an unknown region.</summary>
    public static double Distance(string from, string to)
    {
        if (from == to || !ByCode.TryGetValue(from, out var a) || !ByCode.TryGetValue(to, out var b)) return 0;
        var (lat1, lat2) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var half = Math.Pow(Math.Sin((lat2 - lat1) / 2), 2)
            + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(double.DegreesToRadians(b.Longitude - a.Longitude) / 2), 2));
        return 2 * EarthRadiusKm * Math.Asin(Math.Sqrt(half));
    }
}
