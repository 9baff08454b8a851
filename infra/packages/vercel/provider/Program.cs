using PipAi.Providers.Vercel;

// Started by an engine: prints the port it listens on and serves until it is told to stop.
await Provider.Serve(
    args, version: null, _ => new VercelProvider(Environment.GetEnvironmentVariable, TimeProvider.System), CancellationToken.None);
