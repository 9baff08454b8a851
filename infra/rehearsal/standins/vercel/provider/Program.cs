using PipAi.Providers.Vercel;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await VercelPlugin.ServeAsync(args);
