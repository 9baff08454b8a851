using EmbeddedPulumi.Protocol.Rpc;
using PipAi.Cli;

DirectLoopback.Except();
return await CommandLine.RunAsync(args, Terminal.System());
