using System.Globalization;
using BenchmarkDotNet.Running;
using PipAi.Benchmarks.Scale;

if (await ScaleRole.PlayAsync(args) is { } code) return code;
// Single runs with peak memory: `scale preview 10000`, `scale up 1000`. Anything else is BenchmarkDotNet's.
if (args is ["scale", var what, var count]) return await ScaleRun.RunAsync(what, int.Parse(count, CultureInfo.InvariantCulture));
BenchmarkSwitcher.FromAssembly(typeof(ScaleBenchmarks).Assembly).Run(args);
return 0;
