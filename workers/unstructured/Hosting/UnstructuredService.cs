using PipAi.Workers.Unstructured.Performance;
using PipAi.Workers.Unstructured.Processes;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary>Composes the process.</summary>
internal static class UnstructuredService
{
    private const string PartitionPath = "/general/v0/general";
    private const string HealthPath = "/healthcheck";
    private const string StatisticsPath = "/performance-stats";

    /// <summary>Builds it, ready to run.</summary>
    public static WebApplication Create(ServiceOptions options, params string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        LogLines.Write(builder.Logging.ClearProviders());
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // ASPNETCORE_URLS, where the platform sets it, goes before PORT. [::] takes IPv4 as well; Fly's private network is IPv6.
        if (string.IsNullOrEmpty(builder.Configuration["URLS"])) builder.WebHost.UseUrls($"http://[::]:{options.Port}");
        // The endpoint refuses larger requests itself, in words; this bounds those that do not state their length.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = options.Limits.FileBytes * 2);
        // Requests in flight are finished; what takes longer than the platform's stop timeout (30 s) its caller tries elsewhere.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Instance);
        builder.Services.AddSingleton(options.Limits);
        builder.Services.AddSingleton(_ => new ConcurrencyLimiter(options.Slots, options.QueueLimit));
        builder.Services.AddSingleton<Recorder>();
        builder.Services.AddSingleton(services => new ProcessPool(
            options.PartitionCommand, options.Limits, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ProcessPool>>()));
        builder.Services.AddSingleton(services => new Canary(
            services.GetRequiredService<ProcessPool>(), options.Limits, options.CanaryTimeout,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Canary>());
        builder.Services.AddSingleton<PartitionEndpoint>();

        var app = builder.Build();
        app.UseMiddleware<AnswerMiddleware>();
        app.Use(next => new ApiKeyMiddleware(next, options.ApiKeys, [HealthPath, StatisticsPath]).InvokeAsync);
        app.MapPost(
            PartitionPath, (HttpContext context, PartitionEndpoint endpoint) => endpoint.AnswerAsync(context, context.RequestAborted));
        app.MapGet(HealthPath, HealthAsync);
        app.MapGet(StatisticsPath, (Recorder recorder) => Results.Json(recorder.Now()));
        app.MapFallback("{*path}", IResult (HttpContext context) => throw NotOffered(context.Request));
        return app;
    }

    private static async Task<IResult> HealthAsync(Canary canary, CancellationToken cancellation) =>
        await canary.WhyNoneWorksAsync(cancellation) is { } reason
            ? throw new RequestRejectedException(StatusCodes.Status503ServiceUnavailable, reason)
            : Results.Json(new Dictionary<string, string> { ["healthcheck"] = "HEALTHCHECK STATUS: EVERYTHING OK!" });

    // In the words of FastAPI and of Unstructured's API.
    private static RequestRejectedException NotOffered(HttpRequest request) => request.Path.Value switch
    {
        PartitionPath => new(StatusCodes.Status405MethodNotAllowed, "Only POST requests are supported."),
        HealthPath or StatisticsPath => new(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed"),
        _ => new(StatusCodes.Status404NotFound, "Not Found"),
    };
}
