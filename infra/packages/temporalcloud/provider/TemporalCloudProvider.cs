using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using PipAi.Providers.TemporalCloud.ApiKeys;
using PipAi.Providers.TemporalCloud.Namespaces;
using PipAi.Providers.TemporalCloud.ServiceAccounts;
using PipAi.Providers.TemporalCloud.Settings;

namespace PipAi.Providers.TemporalCloud;

/// <summary>The provider plugin of Temporal Cloud: three resource types over the Cloud Ops API.</summary>
internal sealed class TemporalCloudProvider : SchemaProvider
{
    private readonly CloudProviderEnvironment surroundings;
    private Lazy<CloudApi> api;

    public TemporalCloudProvider(CloudProviderEnvironment surroundings, IEngine? engine = null)
        : base(TemporalCloudPlugin.Schema, engine)
    {
        this.surroundings = surroundings;
        api = Open(PropertyMap.Empty);
        Func<CloudApi> current = () => api.Value;
        Kinds = [new NamespaceHandler(current), new ServiceAccountHandler(current), new ApiKeyHandler(current, surroundings.Time)];
    }

    protected override IReadOnlyList<ResourceHandler> Kinds { get; }

    protected override void Use(PropertyMap settings) => api = Open(settings);

    protected override IEnumerable<CheckFailure> CheckSettings(PropertyMap settings)
    {
        if (settings.Text("endpoint") is { } endpoint
            && (endpoint.Contains("://", StringComparison.Ordinal) || !endpoint.Contains(':', StringComparison.Ordinal)))
            yield return new CheckFailure("endpoint", $"'{endpoint}' must be host:port, like saas-api.tmprl.cloud:443.");
        if (settings.Text("operationTimeout") is { } timeout && !Durations.TryParse(timeout, out _))
            yield return new CheckFailure("operationTimeout", $"'{timeout}' is not a duration; write it with its unit, like 10m.");
    }

    /// <summary>The API, made when it is first called: a preview does not call it.</summary>
    private Lazy<CloudApi> Open(PropertyMap settings) =>
        new(() => new CloudApi(CloudSettings.From(settings, surroundings.Environment), surroundings));
}
