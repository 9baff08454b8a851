using PipAi.Providers.Aws;
using PipAi.Providers.Fly;
using PipAi.Providers.Host;
using PipAi.Providers.TemporalCloud;
using PipAi.Providers.Vercel;

// Started by an engine with its address and the names of packages: prints a port for each package, in their order, and serves all.
// Four runtimes and four servers for one short preview would cost more than all else that it does.
var plugins = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["aws"] = AwsPlugin.ServeAsync,
    ["fly"] = FlyPlugin.ServeAsync,
    ["temporalcloud"] = TemporalCloudPlugin.ServeAsync,
    ["vercel"] = VercelPlugin.ServeAsync,
};

var lines = new PrintedLines(Console.Out);
Console.SetOut(lines);
var serving = new List<Task>();
foreach (var package in args[1..])
{
    // The ports have no names, so the next plugin starts when this one has printed its own.
    var printed = lines.NextAsync();
    var plugin = plugins[package](args[..1]);
    serving.Add(plugin);
    await Task.WhenAny(printed, plugin);
}

await Task.WhenAll(serving);
