using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>The parsing service.</summary>
internal sealed record ParsingSettings
{
    /// <summary>Fly region to number of machines that always run.</summary>
    public required ImmutableSortedDictionary<string, int> Regions { get; init; }

    /// <summary>Fly region to number of machines that start when those running are busy, and stop again.</summary>
    public required ImmutableSortedDictionary<string, int> Standbys { get; init; }

    /// <summary>The size of a machine.</summary>
    public required MachineSize Size { get; init; }

    /// <summary>Requests in progress above which a machine counts as busy.</summary>
    public required int SoftLimit { get; init; }

    /// <summary>Requests in progress above which a machine gets no more.</summary>
    public required int HardLimit { get; init; }

    /// <summary>Counts how often the callers' key was renewed.</summary>
    public required int KeyRotation { get; init; }

    /// <summary>Reads the settings.</summary>
    public static ParsingSettings Read(SettingReader reader)
    {
        var fly = RegionCatalogue.Current.Fly;
        var settings = new ParsingSettings
        {
            Regions = reader.Counts("parsingRegions", """{"iad":1,"ord":1}""", fly, "Fly region", 0, 20),
            Standbys = reader.Counts("parsingStandbys", """{"iad":1,"ord":1}""", fly, "Fly region", 0, 20),
            Size = MachineSize.Read(reader, "parsing", new MachineSize("performance", 2, 4096)),
            SoftLimit = reader.Whole("parsingSoftLimit", 8, 1, 1000),
            HardLimit = reader.Whole("parsingHardLimit", 10, 1, 1000),
            KeyRotation = reader.Whole("parsingKeyRotation", 1, 1, 1_000_000),
        };
        if (reader.AreSound("parsingRegions") && settings.Regions.Values.Sum() == 0)
            reader.Wrong(
                "parsingRegions", "{}", "documents need at least one parser that always runs.",
                $"set --path '{SettingReader.Namespace}:parsingRegions.REGION' 1");
        if (reader.AreSound("parsingHardLimit", "parsingSoftLimit") && settings.HardLimit < settings.SoftLimit)
        {
            reader.Wrong("parsingHardLimit", $"{settings.HardLimit}", $"it must not be below parsingSoftLimit ({settings.SoftLimit}).",
                $"set {SettingReader.Namespace}:parsingHardLimit {settings.SoftLimit}");
        }

        return settings;
    }
}
