using PipAi.Providers.TemporalCloud;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await Provider.Serve(args, "0.1.0", _ => new TemporalCloudProvider(new CloudSurroundings()), CancellationToken.None);
