using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Addresses;
using PipAi.Providers.Fly.Apps;
using PipAi.Providers.Fly.Certificates;
using PipAi.Providers.Fly.Images;
using PipAi.Providers.Fly.Machines;
using PipAi.Providers.Fly.Secrets;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Settings;
using PipAi.Providers.Fly.Volumes;

namespace PipAi.Providers.Fly;

/// <summary>The provider plugin of Fly.io: seven resource types over the Machines REST API.</summary>
internal sealed class FlyProvider : SchemaProvider, IDisposable
{
    private static readonly PackageSchema FlySchema = FlyPlugin.Schema;
    private readonly FlyProviderEnvironment surroundings;
    private readonly ProviderLog log;
    private FlySession? session;

    public FlyProvider(FlyProviderEnvironment surroundings, IEngine? engine)
        : base(FlySchema, engine)
    {
        this.surroundings = surroundings;
        log = new ProviderLog(engine);
        Func<FlySession> current = () => session ??= Open(PropertyMap.Empty);
        Kinds =
        [
            new AppHandler(current),
            new MachineHandler(current, FlySchema),
            new ImageHandler(current, surroundings),
            new IpHandler(current),
            new SecretHandler(current, surroundings.Secret ?? SecretValue.Make),
            new VolumeHandler(current),
            new CertHandler(current),
        ];
    }

    protected override IReadOnlyList<ResourceHandler> Kinds { get; }

    public void Dispose() => session?.Dispose();

    protected override void Use(PropertyMap settings) => session = Open(settings);

    protected override IEnumerable<CheckFailure> CheckSettings(PropertyMap settings)
    {
        if (settings.Text("endpoint") is { } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new CheckFailure("endpoint", $"'{endpoint}' is not a URL like https://api.machines.dev.");
        if (settings.Text("registry") is { } registry && registry.Contains("://", StringComparison.Ordinal)
            && !registry.StartsWith("file:///", StringComparison.Ordinal))
            yield return new CheckFailure("registry", $"'{registry}' is neither a registry host like registry.fly.io nor a file:/// URL.");
    }

    private FlySession Open(PropertyMap settings) => new(FlySettings.From(settings, surroundings.Environment), surroundings, log);
}
