using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.Infra.Settings;

/// <summary>
/// The places there are, from <c>Regions.json</c>: no code names one. Fly's table is of 2026-08; a code that Fly adds later
/// goes into that file.
/// </summary>
internal sealed class RegionCatalogue
{
    private static readonly Lazy<RegionCatalogue> Embedded = new(Read);

    /// <summary>The catalogue in this assembly.</summary>
    public static RegionCatalogue Current => Embedded.Value;

    /// <summary>Codes of Fly's regions.</summary>
    public required ImmutableSortedSet<string> Fly { get; init; }

    /// <summary>AWS regions that need no opt-in, each with its continent.</summary>
    public required ImmutableSortedDictionary<string, string> Aws { get; init; }

    /// <summary>Temporal Cloud's regions on AWS, in Temporal's spelling.</summary>
    public required ImmutableSortedSet<string> Temporal { get; init; }

    /// <summary>Vercel's regions for functions.</summary>
    public required ImmutableSortedSet<string> Vercel { get; init; }

    /// <summary>AWS regions that answer when traffic of a Multi-Region Access Point is moved.</summary>
    public required ImmutableSortedSet<string> AccessPointControl { get; init; }

    /// <summary>The continent of a Temporal region: replicas stay on it.</summary>
    public string Continent(string temporalRegion) => Aws[temporalRegion[TemporalPrefix.Length..]];

    private const string TemporalPrefix = "aws-";

    private static RegionCatalogue Read()
    {
        using var stream = typeof(RegionCatalogue).Assembly.GetManifestResourceStream("Regions.json")
            ?? throw new InvalidOperationException("Regions.json is not in the assembly.");
        using var json = JsonDocument.Parse(stream);
        return new RegionCatalogue
        {
            Fly = [.. json.RootElement.GetProperty("fly").EnumerateObject().Select(region => region.Name)],
            Aws = json.RootElement.GetProperty("aws").EnumerateObject()
                .ToImmutableSortedDictionary(region => region.Name, region => region.Value.GetString()!, StringComparer.Ordinal),
            Temporal = [.. Texts(json, "temporal").Select(region => TemporalPrefix + region)],
            Vercel = [.. Texts(json, "vercel")],
            AccessPointControl = [.. Texts(json, "accessPointControl")],
        };
    }

    private static IEnumerable<string> Texts(JsonDocument json, string name) =>
        json.RootElement.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
}
