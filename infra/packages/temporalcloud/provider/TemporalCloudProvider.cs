using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.TemporalCloud.Api;
using PipAi.Providers.TemporalCloud.ApiKeys;
using PipAi.Providers.TemporalCloud.Namespaces;
using PipAi.Providers.TemporalCloud.ServiceAccounts;

namespace PipAi.Providers.TemporalCloud;

/// <summary>The provider plugin of Temporal Cloud: three resource types over the Cloud Ops API.</summary>
internal sealed class TemporalCloudProvider : SchemaProvider
{
    private readonly CloudSurroundings surroundings;
    private CloudApi? api;

    public TemporalCloudProvider(CloudSurroundings surroundings)
        : base(PackageSchema.Embedded(typeof(TemporalCloudProvider).Assembly))
    {
        this.surroundings = surroundings;
        Func<CloudApi> current = () => api ??= Open(PropertyMap.Empty);
        Kinds = [new NamespaceKind(current), new ServiceAccountKind(current), new ApiKeyKind(current, surroundings.Time)];
    }

    protected override IReadOnlyList<ResourceKind> Kinds { get; }

    protected override void Use(PropertyMap settings) => api = Open(settings);

    protected override IEnumerable<CheckFailure> CheckSettings(PropertyMap settings)
    {
        if (settings.Text("endpoint") is { } endpoint && (endpoint.Contains("://", StringComparison.Ordinal) || !endpoint.Contains(':', StringComparison.Ordinal)))
            yield return new CheckFailure("endpoint", $"'{endpoint}' must be host:port, like saas-api.tmprl.cloud:443.");
        if (settings.Text("operationTimeout") is { } timeout && !Durations.TryParse(timeout, out _))
            yield return new CheckFailure("operationTimeout", $"'{timeout}' is not a duration; write it with its unit, like 10m.");
    }

    private CloudApi Open(PropertyMap settings) => new(CloudSettings.From(settings, surroundings.Environment), surroundings);
}
