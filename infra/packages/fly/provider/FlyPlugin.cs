namespace PipAi.Providers.Fly;

/// <summary>The plugin of the package <c>fly</c>.</summary>
public static class FlyPlugin
{
    /// <summary>Prints the port it listens on and serves until the process is told to stop.</summary>
    /// <param name="arguments">The engine's address.</param>
    public static Task ServeAsync(string[] arguments) => Provider.Serve(arguments, "0.1.0", engine => new FlyProvider(new FlySurroundings(), engine), CancellationToken.None);
}
