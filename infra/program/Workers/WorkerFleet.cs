using System.Collections.Immutable;
using PipAi.Infra.Machines;
using Pulumi;
using Pulumiverse.Fly;

namespace PipAi.Infra.Workers;

/// <summary>
/// The Temporal workers: one Fly app, one image, machines in every region of the settings. The regions that stand in are
/// brought up to date first and the primary one last, so that a bad release stops where it hurts least.
/// </summary>
internal sealed class WorkerFleet : ComponentResource
{
    private const int Port = 8080;

    /// <summary>Declares the app, its secrets, its image and its machines.</summary>
    public WorkerFleet(string name, WorkerFleetArgs args, ComponentResourceOptions? options = null)
        : base("pipai:workers:WorkerFleet", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var app = new App(name, new AppArgs { Name = args.AppName, OrgSlug = args.Settings.Organization }, child);
        _ = new PublicAddress($"{name}-address", new PublicAddressArgs { App = app.Name }, new ComponentResourceOptions { Parent = this });
        var key = new Secret(
            $"{name}-temporal-api-key", new SecretArgs { App = app.Name, Name = "TEMPORAL_API_KEY", Value = args.TemporalApiKey }, child);
        // Once every parser takes the key, and not before.
        var parsingKey = new Secret($"{name}-unstructured-api-key", new SecretArgs
        {
            App = app.Name,
            Name = "UNSTRUCTURED_API_KEY",
            Value = args.ParsingApiKey,
        }, new CustomResourceOptions { Parent = this, DependsOn = args.Parsers });
        var secrets = Output.Tuple(key.Version, parsingKey.Version).Apply(versions => Math.Max(versions.Item1, versions.Item2));
        var image = new Image(name, new ImageArgs
        {
            App = app.Name,
            Context = "../../workers",
            Project = "pipeline/PipAi.Workers.Pipeline.csproj",
        }, child);

        ImmutableArray<Resource> standIns = [];
        foreach (var region in args.Settings.RolloutOrder)
        {
            var isPrimary = region == args.Settings.PrimaryRegion;
            var group = Group($"{name}-{region}", region, app, secrets, image, args, after: isPrimary ? standIns : []);
            standIns = [.. standIns, .. group.Machines];
        }

        Url = Output.Format($"https://{app.Hostname}");
        HealthUrl = Output.Format($"{Url}/health");
        Host = app.Hostname;
        AppName = app.Name;
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["health"] = HealthUrl });
    }

    /// <summary>The app's name.</summary>
    public Output<string> AppName { get; }

    /// <summary>The app's host name.</summary>
    public Output<string> Host { get; }

    /// <summary>The app's address.</summary>
    public Output<string> Url { get; }

    /// <summary>The address that tells whether the workers are well.</summary>
    public Output<string> HealthUrl { get; }

    private MachineGroup Group(
        string name, string region, App app, Output<int> secrets, Image image, WorkerFleetArgs args, ImmutableArray<Resource> after) =>
        new(name, new MachineGroupArgs
        {
            App = app.Name,
            Region = region,
            Running = args.Settings.Regions.GetValueOrDefault(region),
            Standby = args.Settings.Standbys.GetValueOrDefault(region),
            ProcessGroup = "worker",
            Image = image.Reference,
            Size = args.Settings.Size,
            Environment = new InputMap<string> { args.Environment, { "PRIMARY_REGION", args.Settings.PrimaryRegion } },
            SecretsVersion = secrets,
            Port = Port,
            MetricsPath = "/metrics",
            Drain = $"{args.Health.DrainSeconds}s",
            // Documents come from Temporal, not from the proxy: there is nothing to send elsewhere but questions for its health.
            ProxyDrain = "0s",
            Service = _ => new HttpService
            {
                Port = Port,
                HealthPath = "/health",
                Health = args.Health,
                SoftLimit = 50,
                HardLimit = 100,
            }.ToArgs(isOnDemand: false),
            Tags = args.Tags,
            After = after,
        }, new ComponentResourceOptions { Parent = this });
}
