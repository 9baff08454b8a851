using PipAi.Cli;

return await CommandLine.RunAsync(args, Terminal.System());
