using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>The document buckets.</summary>
internal sealed record StorageSettings
{
    /// <summary>Beginning of every bucket's name; the region follows.</summary>
    public required string BucketPrefix { get; init; }

    /// <summary>AWS regions with a bucket, each copied to every other; the first is the primary one.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>
    /// AWS regions whose bucket is on its way out: nobody is told of it any more, it still copies what it has, and it may be deleted.
    /// </summary>
    public required ImmutableArray<string> RetiringRegions { get; init; }

    /// <summary>The region whose bucket gets what comes to the common address.</summary>
    public required string ActiveRegion { get; init; }

    /// <summary>Days for which overwritten and deleted versions are kept.</summary>
    public required int OldVersionDays { get; init; }

    /// <summary>Days after which an unfinished upload is dropped.</summary>
    public required int UnfinishedUploadDays { get; init; }

    /// <summary>Regions whose bucket can be put back to any second.</summary>
    public required ImmutableArray<string> PointInTimeRegions { get; init; }

    /// <summary>Days back to which they can be put.</summary>
    public required int PointInTimeDays { get; init; }

    /// <summary>Whether it is tried every week that backups can be restored.</summary>
    public required bool TestsRestores { get; init; }

    /// <summary>Seconds by which a copy may lag before somebody is told.</summary>
    public required int LagAlarmSeconds { get; init; }

    /// <summary>AWS region whose control plane moves the traffic of the access point.</summary>
    public required string AccessPointControlRegion { get; init; }

    private const string DefaultPointInTimeRegions = """["us-east-1","us-west-2"]""";

    /// <summary>The primary region.</summary>
    public string PrimaryRegion => Regions[0];

    /// <summary>Reads the settings.</summary>
    public static StorageSettings Read(SettingReader reader)
    {
        var aws = RegionCatalogue.Current.Aws.Keys.ToArray();
        var regions = reader.SomeOf("storageRegions", """["us-east-1","us-east-2","us-west-2"]""", aws, "AWS region");
        var settings = new StorageSettings
        {
            BucketPrefix = reader.Text(
                "bucketPrefix", "pip-ai-documents",
                "it must be up to 35 lower-case letters, digits and hyphens, starting with a letter: suffix and region follow, and S3 "
                    + "takes 63. AWS keeps xn--, sthree- and amzn-s3-demo- for itself.",
                    prefix => Names.IsSlug(prefix) && prefix.Length <= 35 && !Names.IsReservedByS3(prefix)),
            Regions = regions,
            RetiringRegions = reader.SomeOf("retiringStorageRegions", "[]", aws, "AWS region"),
            ActiveRegion = reader.OneOf("activeStorageRegion", "", ["", .. regions], "region of storageRegions") is { Length: > 0 } active
                ? active : regions.FirstOrDefault(""),
            OldVersionDays = reader.Whole("oldVersionDays", 90, 1, 3650),
            UnfinishedUploadDays = reader.Whole("unfinishedUploadDays", 7, 1, 365),
            PointInTimeRegions = reader.SomeOf("pointInTimeRegions", DefaultPointInTimeRegions, aws, "AWS region"),
            PointInTimeDays = reader.Whole(
                "pointInTimeDays", 35, 1, 35, "AWS Backup recovers S3 to any second of the last 35 days at most"),
            TestsRestores = reader.Flag("restoreTesting", defaultValue: true),
            LagAlarmSeconds = reader.Whole("replicationLagAlarmSeconds", 900, 60, 86400),
            AccessPointControlRegion = reader.OneOf(
                "accessPointControlRegion", "us-west-2", RegionCatalogue.Current.AccessPointControl,
                "region that moves an access point's traffic"),
        };
        Check(reader, settings);
        return settings;
    }

    private static void Check(SettingReader reader, StorageSettings settings)
    {
        if (!reader.AreSound("storageRegions", "retiringStorageRegions", "pointInTimeRegions")) return;

        if (settings.Regions.IsEmpty)
            reader.Wrong(
                "storageRegions", "[]", "documents need a bucket in at least one region.",
                $"set --path '{SettingReader.Namespace}:storageRegions[0]' REGION");
        foreach (var (index, region) in settings.RetiringRegions.Index())
        {
            var path = $"retiringStorageRegions[{index}]";
            if (settings.Regions.Contains(region))
                reader.Wrong(
                    path, region, "it is in use: storageRegions lists it. A region is in one of the two.",
                    $"rm --path '{SettingReader.Namespace}:{path}'");
        }

        foreach (var (index, region) in settings.PointInTimeRegions.Index())
        {
            var path = $"pointInTimeRegions[{index}]";
            if (!settings.Regions.Contains(region) && !settings.RetiringRegions.Contains(region))
                reader.Wrong(path, region, "there is no bucket: storageRegions does not list it.", WithoutPointInTime(settings, index));
        }
    }

    // The stack file may not hold the default, and then nothing can be taken out of it: it is written as a whole.
    private static ImmutableArray<string> WithoutPointInTime(StorageSettings settings, int index)
    {
        const string key = $"{SettingReader.Namespace}:pointInTimeRegions";
        if ($"[\"{string.Join("\",\"", settings.PointInTimeRegions)}\"]" != DefaultPointInTimeRegions)
            return [$"rm --path '{key}[{index}]'"];

        var kept = settings.PointInTimeRegions.Where(
            region => settings.Regions.Contains(region) || settings.RetiringRegions.Contains(region))
            .DefaultIfEmpty(settings.Regions.FirstOrDefault("REGION"));
        return [$"rm {key}", .. kept.Select((region, place) => $"set --path '{key}[{place}]' {region}")];
    }
}
