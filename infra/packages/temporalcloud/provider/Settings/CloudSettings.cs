using PipAi.Plugins.Properties;

namespace PipAi.Providers.TemporalCloud.Settings;

/// <summary>Where and as whom Temporal Cloud is called: provider configuration first, then the environment, then the defaults.</summary>
internal sealed record CloudSettings
{
    public string? ApiKey { get; init; }

    public string Endpoint { get; init; } = "saas-api.tmprl.cloud:443";

    public bool AllowInsecure { get; init; }

    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public static CloudSettings From(PropertyMap settings, Func<string, string?> environment)
    {
        var defaults = new CloudSettings();
        return new CloudSettings
        {
            ApiKey = settings.Text("apiKey") ?? Variable("TEMPORAL_CLOUD_API_KEY"),
            Endpoint = settings.Text("endpoint") ?? Variable("TEMPORAL_CLOUD_ENDPOINT") ?? defaults.Endpoint,
            AllowInsecure = settings.Flag("allowInsecure")
                ?? string.Equals(Variable("TEMPORAL_CLOUD_ALLOW_INSECURE"), "true", StringComparison.OrdinalIgnoreCase),
            OperationTimeout = settings.Duration("operationTimeout") ?? defaults.OperationTimeout,
        };

        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }
}
