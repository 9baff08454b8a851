using EmbeddedPulumi.Engine.Events;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>The plugins at work that are not ours: nothing here keeps them on this machine.</summary>
internal static class PluginsView
{
    /// <summary>All of them.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyCollection<ForeignPlugin> plugins)
    {
        if (plugins.Count == 0) return;
        console.MarkupLine("[bold]Plugins of others, which may reach beyond this machine:[/]");
        foreach (var plugin in plugins) console.WriteLine($"    {plugin}");
        console.WriteLine();
    }

    /// <summary>One of them for JSON, as `preview --json` has it.</summary>
    public static object Json(ForeignPlugin plugin) =>
        new
        {
            name = plugin.Name,
            version = plugin.Version,
            path = plugin.Path,
            origin = plugin.OriginName,
            mayReachBeyondThisMachine = true,
        };

    /// <summary>One of them in a line.</summary>
    public static string Line(ForeignPlugin plugin) => $"The plugin {plugin}. It is not ours, and may reach beyond this machine.";
}
