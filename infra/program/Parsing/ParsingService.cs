using System.Collections.Immutable;
using PipAi.Infra.Machines;
using Pulumi;
using Pulumiverse.Fly;

namespace PipAi.Infra.Parsing;

/// <summary>
/// The service that reads documents: one Fly app behind Fly's proxy, some machines that always run and some that the proxy
/// starts when those are busy.
/// </summary>
internal sealed class ParsingService : ComponentResource
{
    private const int Port = 8000;
    private const int InsidePort = 8080;

    /// <summary>Declares the app, its callers' keys, its image and its machines.</summary>
    public ParsingService(string name, ParsingServiceArgs args, ComponentResourceOptions? options = null)
        : base("pipai:parsing:ParsingService", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var app = new App(name, new AppArgs { Name = args.AppName, OrgSlug = args.Organization }, child);
        _ = new PublicAddress(
            $"{name}-address", new PublicAddressArgs { App = app.Name, IsReachableInside = true },
            new ComponentResourceOptions { Parent = this });
        var keys = new CallerKeys(
            $"{name}-keys", new CallerKeysArgs { App = app.Name, Rotation = args.Settings.KeyRotation },
            new ComponentResourceOptions { Parent = this });
        var image = new Image(name, new ImageArgs
        {
            App = app.Name,
            Context = "../../workers",
            Project = "unstructured/PipAi.Workers.Unstructured.csproj",
        }, child);
        Machines = [.. args.Settings.Regions.Keys.Union(args.Settings.Standbys.Keys).Order(StringComparer.Ordinal)
            .Select(
                region =>
                    new MachineGroup(
                        $"{name}-{region}", Group(region, app, keys, image, args), new ComponentResourceOptions { Parent = this }))
            .SelectMany(group => group.Machines)];
        ApiKey = keys.Current;
        AppName = app.Name;
        Host = app.Hostname;
        Url = Output.Format($"https://{app.Hostname}");
        InsideUrl = Output.Format($"http://{app.Name}.flycast:{InsidePort}");
        HealthUrl = Output.Format($"{Url}/healthcheck");
        PerformanceUrl = Output.Format($"{Url}/performance-stats");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["health"] = HealthUrl });
    }

    /// <summary>Its machines.</summary>
    public ImmutableArray<Resource> Machines { get; }

    /// <summary>The key that callers send with a document; a secret.</summary>
    public Output<string> ApiKey { get; }

    /// <summary>The app's name.</summary>
    public Output<string> AppName { get; }

    /// <summary>The app's host name.</summary>
    public Output<string> Host { get; }

    /// <summary>The app's public address.</summary>
    public Output<string> Url { get; }

    /// <summary>The app's address for machines of the same organisation.</summary>
    public Output<string> InsideUrl { get; }

    /// <summary>The address that tells whether the service is well.</summary>
    public Output<string> HealthUrl { get; }

    /// <summary>The address that tells how fast it is.</summary>
    public Output<string> PerformanceUrl { get; }

    private static MachineGroupArgs Group(string region, App app, CallerKeys keys, Image image, ParsingServiceArgs args) => new()
    {
        App = app.Name,
        Region = region,
        Running = args.Settings.Regions.GetValueOrDefault(region),
        Standby = args.Settings.Standbys.GetValueOrDefault(region),
        ProcessGroup = "parser",
        Image = image.Reference,
        Size = args.Settings.Size,
        Environment = new InputMap<string> { { "PRIMARY_REGION", args.PrimaryRegion } },
        SecretsVersion = keys.SecretsVersion,
        Port = Port,
        Drain = $"{args.Health.DrainSeconds}s",
        // As long as Fly's own deployments wait for the word to spread among its proxies.
        ProxyDrain = "10s",
        Service = isStandby => new HttpService
        {
            Port = Port,
            HealthPath = "/healthcheck",
            Health = args.Health,
            SoftLimit = args.Settings.SoftLimit,
            HardLimit = args.Settings.HardLimit,
            InsidePort = InsidePort,
        }.ToArgs(isStandby),
        Tags = args.Tags,
        After = [],
    };
}
