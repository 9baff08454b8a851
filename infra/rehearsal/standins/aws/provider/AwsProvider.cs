using PipAi.Plugins.Hosting;
using PipAi.Providers.Aws.Buckets;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.Recorded;
using PipAi.Providers.Aws.Roles;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws;

/// <summary>
/// The aws package for rehearsals: S3 buckets and what belongs to them go to the local cloud, roles to its STS; the rest is
/// validated and recorded. Real deployments use the official plugin instead.
/// </summary>
internal sealed class AwsProvider : SchemaProvider
{
    private readonly AwsSettings settings;

    /// <summary>Makes the provider.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="engine">Takes its log.</param>
    /// <param name="timeout">How long S3 may take to answer; null for 20 s.</param>
    public AwsProvider(Func<string, string?> environment, TimeProvider time, IEngine? engine = null, TimeSpan? timeout = null)
        : base(AwsPlugin.Schema, engine)
    {
        settings = new AwsSettings(environment);
        var clients = new S3Clients(environment, timeout ?? TimeSpan.FromSeconds(20));
        var roles = new RoleRegistry(environment);
        Kinds =
        [
            new BucketHandler(clients, settings),
            .. BucketSettingHandlers.Kinds(clients, settings),
            new RoleHandler(roles, time, settings),
            new RolePolicyHandler(roles, settings),
            .. IdentityKinds.All(settings),
            .. BackupKinds.All(settings),
            .. MonitoringKinds.All(settings),
            .. MultiRegionKinds.All(settings),
        ];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ResourceHandler> Kinds { get; }

    /// <inheritdoc/>
    protected override void Use(PropertyMap settings) => this.settings.Use(settings);
}
