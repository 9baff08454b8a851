using PipAi.Providers.TemporalCloud;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await TemporalCloudPlugin.ServeAsync(args);
