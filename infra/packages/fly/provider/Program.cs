using PipAi.Providers.Fly;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await FlyPlugin.ServeAsync(args);
