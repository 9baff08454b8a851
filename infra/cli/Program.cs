using EmbeddedPulumi.Protocol.Rpc;
using PipAi.Cli;
using PipAi.Cli.Terminals;

DirectLoopback.Except();
return await CommandLine.RunAsync(args, Terminal.System());
