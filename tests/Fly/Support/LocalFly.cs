using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Services;
using PipAi.Providers.Fly;
using PipAi.Providers.Fly.Settings;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Support;

/// <summary>
/// The local cloud's Fly, with an image that the Image resource built from a small program: <c>/health</c> answers 200; where the
/// machine's environment says <c>CRASH=1</c>, it ends with exit code 3 instead.
/// </summary>
public sealed class LocalFly : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly FlyService service;

    /// <summary>Tests that share this cloud run one after the other: they share its processors, too.</summary>
    [CollectionDefinition("local Fly")]
    public sealed class Sharing : ICollectionFixture<LocalFly>;

    public LocalFly()
    {
        Surroundings = new LocalCloudContext
        {
            Stack = "test",
            Directory = Directory.CreateDirectory(folder["cloud"]).FullName,
            Tokens = CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = new Dictionary<string, int>(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        service = new FlyService(Surroundings);
    }

    public LocalCloudContext Surroundings { get; }

    public FaultRegistry Faults => Surroundings.Faults;

    public Uri Address => new($"http://127.0.0.1:{service.Port}");

    public string Sources => folder["sources"];

    public string Registry => Path.Combine(Surroundings.Directory, "registry");

    /// <summary>Reference of the image, by digest.</summary>
    public string Image { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await service.StartAsync(0, CancellationToken.None);
        service.ResumeMachines(0);
        WriteSources();
        using var run = Run();
        var image = await run.CreateAsync(
            "fly:index:Image", "image", Props.Of(("app", "images"), ("context", Sources), ("project", "health/Health.csproj")));
        Image = image.Output("reference");
    }

    /// <summary>A provider that talks to this cloud, as one run of an engine has it.</summary>
    internal ProviderRun Run(IEngine? engine = null, string? registry = null, string? cache = null) => new(new FlyProvider(
        new FlyProviderEnvironment
        {
            Environment = name => name switch
            {
                "FLY_API_TOKEN" => Surroundings.Tokens.Fly,
                "FLY_FLAPS_BASE_URL" => Address.AbsoluteUri,
                "FLY_REGISTRY" => new Uri(registry ?? Registry).AbsoluteUri,
                "FLY_BUILD_CACHE" => cache,
                _ => Environment.GetEnvironmentVariable(name),
            },
        },
        engine));

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }

    private void WriteSources()
    {
        var project = Directory.CreateDirectory(Path.Combine(Sources, "health")).FullName;
        File.WriteAllText(Path.Combine(project, "Health.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), """
            var app = WebApplication.CreateSlimBuilder(args).Build();
            app.MapGet("/health", () => "ok");
            if (Words.Pattern().IsMatch(Environment.GetEnvironmentVariable("CRASH") ?? "")) return 3;
            app.Run();
            return 0;

            // Generated code must not bring the path of its folder into the image.
            internal static partial class Words
            {
                [System.Text.RegularExpressions.GeneratedRegex("^(1|yes)$")]
                internal static partial System.Text.RegularExpressions.Regex Pattern();
            }
            """);
    }
}
