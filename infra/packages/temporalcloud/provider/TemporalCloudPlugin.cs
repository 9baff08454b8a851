using PipAi.Plugins.Schema;
using PipAi.Providers.TemporalCloud.Settings;

namespace PipAi.Providers.TemporalCloud;

/// <summary>The plugin of the package <c>temporalcloud</c>.</summary>
public static class TemporalCloudPlugin
{
    /// <summary>The package: its resources, and the version that its SDK asks for, which is the plugin's.</summary>
    public static PackageSchema Schema { get; } = PackageSchema.Embedded(typeof(TemporalCloudPlugin).Assembly);

    /// <summary>Prints the port it listens on and serves until the process is told to stop.</summary>
    /// <param name="arguments">The engine's address.</param>
    public static Task ServeAsync(string[] arguments) => Provider.ServeAsync(arguments, Schema.Version, Create, CancellationToken.None);

    /// <summary>The provider, set up by this process's environment.</summary>
    /// <param name="engine">Takes its log.</param>
    public static Provider Create(IEngine engine) => new TemporalCloudProvider(new CloudProviderEnvironment(), engine);
}
