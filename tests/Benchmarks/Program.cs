using System.Globalization;
using BenchmarkDotNet.Running;
using PipAi.Benchmarks.Load;
using PipAi.Benchmarks.Scale;
using PipAi.Benchmarks.Storage;

if (await ScaleRole.PlayAsync(args) is { } code) return code;
// Single runs with peak memory: `scale preview 10000`, `scale up 1000`. What an update without changes costs: `noop prod 7`.
// Deleted objects of a rehearsal put back: `restore prod 10000`.
// Documents through a rehearsal: `documents prod 600 [FILE of Temporal's CLI]`. Anything else is BenchmarkDotNet's.
if (args is ["scale", var what, var count]) return await ScaleRun.RunAsync(what, int.Parse(count, CultureInfo.InvariantCulture));
if (args is ["noop", var stack, var runs]) return await NoopRun.RunAsync(stack, int.Parse(runs, CultureInfo.InvariantCulture));
if (args is ["documents", var where, var many, .. var server])
    return await DocumentsRun.RunAsync(where, int.Parse(many, CultureInfo.InvariantCulture), server.FirstOrDefault());
if (args is ["restore", var rehearsed, var objects])
    return await RestoreRun.RunAsync(rehearsed, int.Parse(objects, CultureInfo.InvariantCulture));
BenchmarkSwitcher.FromAssembly(typeof(ScaleBenchmarks).Assembly).Run(args);
return 0;
