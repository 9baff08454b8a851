using System.Text.RegularExpressions;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Stacks;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>
/// Finds the plugin that the Pulumi CLI would take: the one the project file names, else the one on PATH, else the installed one of just
/// the
/// version that is asked for, or where none is, the newest.
/// </summary>
internal sealed partial class PluginFinder(PluginSearch? search, ProjectFile project)
{
    /// <summary>A plugin that the user named for this run; null where he named none of this name.</summary>
    /// <exception cref="EngineException">What he named cannot be started.</exception>
    public FoundPlugin? Named(string plugin) =>
        search?.Folders.TryGetValue(plugin, out var folder) == true
            ? PluginFolder.Open(Path.GetFullPath(folder), plugin, PluginOrigin.Option) : null;

    /// <summary>Finds a plugin.</summary>
    /// <exception cref="EngineException">There is none, or the one there is cannot be started.</exception>
    public FoundPlugin Find(PluginRequest request) =>
        OfProject(request) ?? OnPath(request.Plugin) ?? Installed(request) ?? throw Missing(request);

    private FoundPlugin? OfProject(PluginRequest request)
    {
        var named = project.Plugins.FirstOrDefault(plugin => plugin.Name == request.Plugin
            && (plugin.Version is null || request.Version is null || plugin.Version == request.Version));
        return named is null ? null : PluginFolder.Open(named.Folder, request.Plugin, PluginOrigin.Project);
    }

    private FoundPlugin? OnPath(string plugin) => (search?.SearchPath ?? [])
        .Select(folder => PluginFolder.FileIn(folder, plugin))
        .Where(file => file is not null && PluginFolder.IsExecutable(file))
        .Select(file => new FoundPlugin(LaunchCommand.Process(file!), file!, PluginOrigin.SearchPath))
        .FirstOrDefault();

    private FoundPlugin? Installed(PluginRequest request)
    {
        var complete = Folders(request.Plugin).Where(folder => folder.IsComplete).ToArray();
        var chosen = request.Version is { } version
            ? complete.FirstOrDefault(folder => folder.Version == version)
                ?? complete.FirstOrDefault(folder => folder.Version.CompareTo(version) == 0)
            : complete.OrderBy(folder => folder.Version.Pre.IsEmpty).ThenBy(folder => folder.Version).LastOrDefault();
        return chosen is null ? null : PluginFolder.Open(chosen.Path, request.Plugin, PluginOrigin.PluginFolder);
    }

    private IEnumerable<InstalledFolder> Folders(string plugin)
    {
        if (search is null || !Directory.Exists(search.PluginFolder)) yield break;
        foreach (var path in Directory.EnumerateDirectories(search.PluginFolder).Order(StringComparer.Ordinal))
        {
            var name = InstalledName().Match(Path.GetFileName(path));
            if (!name.Success || name.Groups["name"].Value != plugin
                || SemanticVersion.ParseTolerant(name.Groups["version"].Value) is not { } version) continue;
            yield return new InstalledFolder(path, version, !Path.Exists(path + ".partial"));
        }
    }

    private EngineException Missing(PluginRequest request)
    {
        var version = request.Version is null ? "" : $" in version {request.Version}";
        var command = $"pulumi plugin install resource {request.Plugin}{(request.Version is null
            ? "" : $" {request.Version}")}{(request.Url.Length == 0 ? "" : $" --server {request.Url}")}";
        return new EngineException(
            ExitCategory.Configuration,
            ErrorCodes.PluginMissing,
            $"The package '{request.Package}' needs the plugin '{PluginFolder.FileName(
                request.Plugin)}'{version}, and there is none: {string.Join(", ", Places(request))}. Install it:\n    {command}");
    }

    private IEnumerable<string> Places(PluginRequest request)
    {
        var named = project.Plugins.Where(plugin => plugin.Name == request.Plugin).Select(plugin => plugin.Version?.ToString() ?? "")
            .ToArray();
        yield return $"not in 'plugins.providers' of {Path.GetFileName(project.Path)}{There(named)}";
        yield return search?.SearchPath is null ? "not on PATH, which is ignored" : "not on PATH";
        if (search is null) yield break;
        var installed = Folders(request.Plugin).Select(
            folder => folder.IsComplete ? folder.Version.ToString() : $"{folder.Version} half installed").ToArray();
        yield return $"not in '{search.PluginFolder}'{There(installed)}";
    }

    private static string There(string[] others) => others.Length == 0 ? "" : $" (only {string.Join(", ", others)})";

    [GeneratedRegex(@"^resource-(?<name>[a-zA-Z0-9-][a-zA-Z0-9-_.]*[a-zA-Z0-9])-v(?<version>.*)\z")]
    private static partial Regex InstalledName();

    private sealed record InstalledFolder(string Path, SemanticVersion Version, bool IsComplete);
}
