using PipAi.Providers.Fly;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await Provider.Serve(args, "0.1.0", engine => new FlyProvider(new FlySurroundings(), engine), CancellationToken.None);
