using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Settings;

namespace PipAi.Providers.Fly;

/// <summary>The plugin of the package <c>fly</c>.</summary>
public static class FlyPlugin
{
    /// <summary>The package: its resources, and the version that its SDK asks for, which is the plugin's.</summary>
    public static PackageSchema Schema { get; } = PackageSchema.Embedded(typeof(FlyPlugin).Assembly);

    /// <summary>Prints the port it listens on and serves until the process is told to stop.</summary>
    /// <param name="arguments">The engine's address.</param>
    public static Task ServeAsync(string[] arguments) =>
        Provider.ServeAsync(arguments, Schema.Version, engine => Create(engine, Environment.CurrentDirectory), CancellationToken.None);

    /// <summary>The provider, set up by this process's environment.</summary>
    /// <param name="engine">Takes its log.</param>
    /// <param name="directory">Folder that relative paths start from: the program's.</param>
    public static Provider Create(IEngine engine, string directory) =>
        new FlyProvider(new FlyProviderEnvironment { Directory = directory }, engine);
}
