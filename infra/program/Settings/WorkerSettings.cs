using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>The Temporal workers.</summary>
internal sealed record WorkerSettings
{
    /// <summary>Fly organisation that everything on Fly belongs to.</summary>
    public required string Organization { get; init; }

    /// <summary>Fly region to number of running machines.</summary>
    public required ImmutableSortedDictionary<string, int> Regions { get; init; }

    /// <summary>Fly region to number of machines that stand by, created but stopped.</summary>
    public required ImmutableSortedDictionary<string, int> Standbys { get; init; }

    /// <summary>The region that is deployed last and that the others stand in for.</summary>
    public required string PrimaryRegion { get; init; }

    /// <summary>The size of a machine.</summary>
    public required MachineSize Size { get; init; }

    /// <summary>The regions in the order of a roll-out: those that stand in first, the primary one last.</summary>
    public IEnumerable<string> RolloutOrder =>
        Regions.Keys.Union(Standbys.Keys).Where(region => region != PrimaryRegion).Order(StringComparer.Ordinal).Append(PrimaryRegion);

    /// <summary>Host and path of who signs the identities of the organisation's machines.</summary>
    public string Issuer => $"oidc.fly.io/{Organization}";

    /// <summary>Reads the settings.</summary>
    public static WorkerSettings Read(SettingReader reader)
    {
        var fly = RegionCatalogue.Current.Fly;
        var settings = new WorkerSettings
        {
            Organization = reader.Text(
                "flyOrganization", "pip-ai", "it must be the slug of a Fly organisation: lower-case letters, digits and hyphens.",
                Names.IsSlug),
            Regions = reader.Counts("workerRegions", """{"iad":4,"lax":1,"ord":1}""", fly, "Fly region", 0, 50),
            Standbys = reader.Counts("workerStandbys", "{}", fly, "Fly region", 0, 50),
            PrimaryRegion = reader.OneOf("primaryRegion", "iad", fly, "Fly region"),
            Size = MachineSize.Read(reader, "worker", new MachineSize("shared", 2, 2048)),
        };
        if (reader.AreSound("workerRegions", "primaryRegion") && settings.Regions.GetValueOrDefault(settings.PrimaryRegion) == 0)
        {
            reader.Wrong("primaryRegion", settings.PrimaryRegion, "the primary region needs workers, and workerRegions has none there.",
                $"set --path '{SettingReader.Namespace}:workerRegions.{settings.PrimaryRegion}' 1");
        }

        return settings;
    }
}
