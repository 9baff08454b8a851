using System.Collections.Immutable;
using System.Globalization;

namespace PipAi.Infra.Settings;

/// <summary>The Temporal Cloud namespace.</summary>
internal sealed record TemporalSettings
{
    private const int LongestKeyYears = 2;

    /// <summary>Region that is active at first, in Temporal's spelling (<c>aws-…</c>).</summary>
    public required string Region { get; init; }

    /// <summary>Region that takes over; empty for none.</summary>
    public required string ReplicaRegion { get; init; }

    /// <summary>Days for which closed workflows are kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>Task queue of the workers.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>Time at which the workers' API key stops working, RFC 3339. A later one makes a new key.</summary>
    public required string ApiKeyExpiry { get; init; }

    /// <summary>Reads the settings.</summary>
    public static TemporalSettings Read(SettingReader reader)
    {
        var regions = RegionCatalogue.Current.Temporal;
        var settings = new TemporalSettings
        {
            Region = reader.OneOf("temporalRegion", "aws-us-east-1", regions, "region of Temporal Cloud"),
            ReplicaRegion = reader.OneOf("temporalReplicaRegion", "", regions.Add(""), "region of Temporal Cloud"),
            RetentionDays = reader.Whole("temporalRetentionDays", 30, 1, 90),
            TaskQueue = reader.Text(
                "temporalTaskQueue", "documents",
                "it must be up to 39 lower-case letters, digits and hyphens, and not begin with temporal-sys-, which is Temporal's own.",
                    name => Names.IsSlug(name) && !name.StartsWith("temporal-sys-", StringComparison.Ordinal)),
            ApiKeyExpiry = reader.Required("temporalApiKeyExpiry", "2027-11-01T00:00:00Z",
                "it must be a time such as 2027-11-01T00:00:00Z, at most two years ahead: Temporal Cloud makes no key that lasts longer.",
                text => Time(text) is not null),
        };
        CheckExpiry(reader, settings.ApiKeyExpiry);
        CheckReplica(reader, regions, settings);
        return settings;
    }

    private static void CheckReplica(SettingReader reader, ImmutableSortedSet<string> regions, TemporalSettings settings)
    {
        if (settings.ReplicaRegion.Length == 0 || !regions.Contains(settings.ReplicaRegion) || !regions.Contains(settings.Region)) return;

        var (home, away) = (RegionCatalogue.Current.Continent(settings.Region), RegionCatalogue.Current.Continent(settings.ReplicaRegion));
        if (home == away && settings.ReplicaRegion != settings.Region) return;

        // The name that begins most like the active region's is the nearest.
        var neighbour = regions.Where(region => region != settings.Region && RegionCatalogue.Current.Continent(region) == home)
            .MaxBy(region => region.Zip(settings.Region).TakeWhile(pair => pair.First == pair.Second).Count());
        var fix = neighbour is null
            ? $"rm {SettingReader.Namespace}:temporalReplicaRegion" : $"set {SettingReader.Namespace}:temporalReplicaRegion {neighbour}";
        reader.Wrong("temporalReplicaRegion", settings.ReplicaRegion, home == away
            ? "a replica in the active region itself does not survive the loss of that region."
            : $"Temporal Cloud keeps a replica on the continent of its namespace, and {settings.Region} is in {home}. "
                + $"For {away}, declare a second namespace in a stack of its own, with temporalRegion {settings.ReplicaRegion}.", fix);
    }

    private static void CheckExpiry(SettingReader reader, string text)
    {
        if (Time(text) is not { } expiry || (expiry > reader.Now && expiry <= reader.Now.AddYears(LongestKeyYears))) return;
        var why = expiry <= reader.Now
            ? "it is past: a key that has expired connects no worker."
            : $"it is more than {LongestKeyYears} years ahead, and Temporal Cloud makes no key that lasts longer.";
        reader.Wrong(
            "temporalApiKeyExpiry", text, why,
            $"set {SettingReader.Namespace}:temporalApiKeyExpiry {reader.Now.AddYears(1):yyyy-MM-dd}T00:00:00Z");
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
