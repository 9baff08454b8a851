using System.Text.Encodings.Web;
using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Admission;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Metrics;
using PipAi.Workers.Pipeline.Parsing;
using PipAi.Workers.Pipeline.Storage;
using Temporalio.Runtime;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Composes the process: web server, worker, watchdog.</summary>
internal static class PipelineService
{
    /// <summary>Builds it, ready to run.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="args">Command-line arguments for the host.</param>
    /// <param name="time">The clock by which health is judged; null for the system's.</param>
    public static WebApplication Create(PipelineSettings settings, string[] args, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders().AddJsonConsole(options =>
        {
            // Temporal's SDK says there which workflow it speaks of.
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            options.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        // Fly asks /health four times a minute: that is no news.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // ASPNETCORE_URLS, where the platform sets it, goes before PORT. [::] takes IPv4 as well; Fly's private network is IPv6.
        if (string.IsNullOrEmpty(builder.Configuration["URLS"])) builder.WebHost.UseUrls($"http://[::]:{settings.Port}");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = PipelineWorker.StopLimit);
        AddServices(builder.Services, settings, time ?? TimeProvider.System);

        var app = builder.Build();
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, PipelineSettings settings, TimeProvider time)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<MetricRegistry>();
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton<RunningActivities>();
        services.AddSingleton(_ => new RegionalS3Clients(settings.S3Endpoint, settings.Identity));
        services.AddSingleton<IReadOnlyList<RegionBucket>>(settings.Buckets);
        services.AddSingleton<DocumentClient>();
        services.AddSingleton(provider => new UnstructuredClient(
            Http(settings), [.. settings.UnstructuredRegions.Where(region => region != settings.Place.FlyRegion)],
            provider.GetRequiredService<PipelineMetrics>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => Runtime(
            provider.GetRequiredService<MetricRegistry>(), provider.GetRequiredService<PollWatch>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<TemporalConnection>();
        services.AddSingleton(provider => new DocumentDoor(
            PipelineWorker.OpenDocuments, PipelineWorker.DoorTimeout, provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<DocumentActivities>();
        services.AddHostedService<PipelineWorker>();
        services.AddSingleton<Action<int>>(Environment.Exit);
        services.AddHostedService<Watchdog>();
        AddHealth(services, settings, time);
    }

    private static void AddHealth(IServiceCollection services, PipelineSettings settings, TimeProvider time)
    {
        services.AddSingleton(new WorkerState(time));
        services.AddSingleton(new Contact(time));
        services.AddSingleton(provider => Polls(settings, provider, time));
        services.AddSingleton(provider => new WorkerHealth(
            provider.GetRequiredService<WorkerState>(), provider.GetRequiredService<PollWatch>(), provider.GetRequiredService<Contact>(),
            provider.GetRequiredService<DocumentClient>().Contact));
        services.AddSingleton<WorkerVitals>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HealthPage>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SelfEnding>(provider, time));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HealthRounds>(provider, time));
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapGet("/health", (HealthPage page) =>
        {
            var (verdict, report) = page.Now();
            return Results.Json(report, statusCode: verdict.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/metrics", (HttpRequest request, PipelineMetrics metrics, RunningActivities board) => CameThroughTheProxy(request)
            ? Results.NotFound()
            : Results.Text(metrics.ToPrometheusText(board.Count), "text/plain; version=0.0.4"));
    }

    // Fly collects metrics past its proxy, from the machine itself. What comes through the proxy comes from the internet, and
    // the proxy always says from whom: an outsider can add this header, but not leave it out.
    private static bool CameThroughTheProxy(HttpRequest request) => request.Headers.ContainsKey("Fly-Client-IP");

    private static HttpClient Http(PipelineSettings settings)
    {
        // Connections are renewed, so that new and recovered machines of the parsing service get their share.
        var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromSeconds(30),
            // A redirect would take the key along.
            AllowAutoRedirect = false,
        })
        {
            BaseAddress = settings.UnstructuredUrl,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        // A document is parsed where it is read, unless the region's parsers are full or gone: Fly's proxy goes on to the nearest then.
        if (settings.Place.FlyRegion is { } region) http.DefaultRequestHeaders.Add(UnstructuredClient.PreferredRegion, region);
        if (settings.UnstructuredApiKey is { } key) http.DefaultRequestHeaders.Add(UnstructuredClient.ApiKey, key);
        return http;
    }

    private static PollWatch Polls(PipelineSettings settings, IServiceProvider provider, TimeProvider time)
    {
        var door = provider.GetRequiredService<DocumentDoor>();
        return new PollWatch(
            [..
                from queue in new[] { settings.TaskQueue, settings.RegionQueue } from kind in Enum.GetValues<PollKind>()
                    select new PolledQueue(queue, kind)],
            provider.GetRequiredService<MetricRegistry>(),
            queue => queue == new PolledQueue(settings.TaskQueue, PollKind.Workflow) && door.IsShut,
            time);
    }

    private static TemporalRuntime Runtime(MetricRegistry registry, PollWatch polls, ILoggerFactory loggers) =>
        new(new TemporalRuntimeOptions(new TelemetryOptions
        {
            Metrics = new MetricsOptions
            {
                CustomMetricMeter = new TemporalMetricMeter(registry, (counter, labels) =>
                {
                    if (PollWatch.Counters.TryGetValue(counter, out var kind)) polls.Answered(new(labels.Value("task_queue") ?? "", kind));
                }),
                CustomMetricMeterOptions = new() { HistogramDurationFormat = CustomMetricMeterOptions.DurationFormat.TimeSpan },
                MetricPrefix = "temporal_",
            },
            // The native core would write lines of its own form to the console.
            Logging = new LoggingOptions(new TelemetryFilterOptions(TelemetryFilterOptions.Level.Warn))
            {
                Forwarding = new LogForwardingOptions(loggers.CreateLogger("Temporalio.Core")),
            },
        }));
}
