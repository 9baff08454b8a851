using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PipAi.Infra.Settings;

/// <summary>Every number and name of the platform: the stack's configuration, checked as a whole before anything is declared.</summary>
internal sealed partial record PlatformSettings
{
    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>Ends the name of everything whose name must be unique among stacks; empty in production.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>What things are called.</summary>
    public PlatformNames Names => new(NameSuffix, Storage.BucketPrefix);

    /// <summary>Whether this is a stack that people depend on: rules that only such a stack must keep then apply.</summary>
    public required bool IsProduction { get; init; }

    /// <summary>Whether Pulumi refuses to delete what holds data.</summary>
    public required bool ProtectsData { get; init; }

    /// <summary>The AWS region of what names none: the provider's own setting.</summary>
    public required string HomeRegion { get; init; }

    /// <summary>Labels of every resource that takes some.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>The Temporal workers.</summary>
    public required WorkerSettings Workers { get; init; }

    /// <summary>The parsing service.</summary>
    public required ParsingSettings Parsing { get; init; }

    /// <summary>How machines are checked and stopped.</summary>
    public required HealthSettings Health { get; init; }

    /// <summary>The document buckets.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary>The Temporal Cloud namespace.</summary>
    public required TemporalSettings Temporal { get; init; }

    /// <summary>The Vercel project.</summary>
    public required FrontendSettings Frontend { get; init; }

    /// <summary>Who may act in AWS.</summary>
    public required IdentitySettings Identity { get; init; }

    /// <summary>Who is told of trouble.</summary>
    public required MonitoringSettings Monitoring { get; init; }

    /// <summary>What the platform promises.</summary>
    public required TargetSettings Targets { get; init; }

    /// <summary>What it is used for, and on which plans.</summary>
    public required UsageSettings Usage { get; init; }

    /// <summary>Reads and checks all settings. Pure: nothing but the arguments is looked at.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="configuration">The stack's configuration in the project's namespace, keys without it, structured values as
    /// JSON.</param>
    /// <param name="now">The time, for what must lie ahead.</param>
    /// <exception cref="InvalidSettingsException">Something is wrong; the message lists all of it.</exception>
    public static PlatformSettings Load(string stack, IReadOnlyDictionary<string, string> configuration, DateTimeOffset now) =>
        Load(new SettingReader(stack, configuration, now));

    /// <summary>Reads and checks all settings with a reader that is asked afterwards which keys there are.</summary>
    public static PlatformSettings Load(SettingReader reader)
    {
        var settings = new PlatformSettings
        {
            Stack = reader.Stack,
            NameSuffix = reader.Text(
                "nameSuffix", "", "it must be empty or a hyphen with up to 12 lower-case letters and digits.",
                text => Suffix().IsMatch(text)),
            IsProduction = reader.Flag("production", defaultValue: false),
            ProtectsData = reader.Flag("protectData", defaultValue: true),
            HomeRegion = reader.OneOf(StackConfiguration.HomeRegion, "us-east-1", [.. RegionCatalogue.Current.Aws.Keys], "AWS region"),
            Tags = ReadTags(reader),
            Workers = WorkerSettings.Read(reader),
            Parsing = ParsingSettings.Read(reader),
            Health = HealthSettings.Read(reader),
            Storage = StorageSettings.Read(reader),
            Temporal = TemporalSettings.Read(reader),
            Frontend = FrontendSettings.Read(reader),
            Identity = IdentitySettings.Read(reader),
            Monitoring = MonitoringSettings.Read(reader),
            Targets = TargetSettings.Read(reader),
            Usage = UsageSettings.Read(reader),
        };
        reader.ThrowIfInvalid();
        return settings;
    }

    private static ImmutableSortedDictionary<string, string> ReadTags(SettingReader reader) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
        {
            ["project"] = SettingReader.Namespace,
            ["stack"] = reader.Stack,
            ["managed-by"] = "pulumi",
            ["owner"] = reader.Text(
                "owner", "platform", "it must be a name of up to 40 letters, digits and hyphens.", text => Label().IsMatch(text)),
            ["cost-center"] = reader.Text(
                "costCenter", "documents", "it must be a name of up to 40 letters, digits and hyphens.", text => Label().IsMatch(text)),
        });

    [GeneratedRegex(@"^(-[a-z0-9]{1,12})?\z")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,40}\z")]
    private static partial Regex Label();
}
