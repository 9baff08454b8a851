using PipAi.Providers.Aws;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await AwsPlugin.ServeAsync(args);
