using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Files;
using YamlDotNet.Core;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>
/// A folder with a plugin in it: as a program of the plugin's name, or as a .NET project that is built when it is started.
/// </summary>
internal static class PluginFolder
{
    private const string ProjectName = "PulumiPlugin.yaml";

    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    /// <summary>Name of a plugin's program.</summary>
    public static string FileName(string plugin) => $"pulumi-resource-{plugin}";

    /// <summary>The program of a plugin in a folder; null where there is none.</summary>
    public static string? FileIn(string folder, string plugin) =>
        Endings.Select(ending => Path.Combine(folder, FileName(plugin) + ending)).FirstOrDefault(File.Exists);

    /// <summary>Whether the system would run a file.</summary>
    public static bool IsExecutable(string file) => OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    /// <summary>How the plugin of a folder is started.</summary>
    /// <exception cref="EngineException">It cannot be: the message says why, and what would help.</exception>
    public static FoundPlugin Open(string folder, string plugin, PluginOrigin origin)
    {
        if (!Directory.Exists(folder)) throw Refused(plugin, $"there is no folder '{folder}'.");
        if (FileIn(folder, plugin) is { } file)
        {
            return IsExecutable(file)
                ? new FoundPlugin(LaunchCommand.Process(file), file, origin)
                : throw Refused(plugin, $"'{file}' is not executable.", $"chmod +x {file}");
        }

        var project = Path.Combine(folder, ProjectName);
        if (!File.Exists(project))
            throw Refused(plugin, $"the folder '{folder}' has no program '{FileName(plugin)}' and no {ProjectName}.");
        return new FoundPlugin(OfProject(folder, project, plugin), folder, origin);
    }

    /// <summary>Other languages need a host of their own, which the Pulumi CLI has.</summary>
    private static LaunchCommand.Executable OfProject(string folder, string project, string plugin)
    {
        var runtime = Runtime(project, plugin);
        var name = (runtime as YamlScalar)?.Text ?? (runtime as YamlMapping)?.Text("name") ?? "";
        if (name != "dotnet")
        {
            throw Refused(
                plugin,
                $"'{project}' has the runtime '{name}', which only the Pulumi CLI can start. Build it as a program '{FileName(
                    plugin)}' in that folder.");
        }

        if (((runtime as YamlMapping)?["options"] as YamlMapping)?.Text("binary") is not { } binary)
            return LaunchCommand.Process("dotnet", "run", "--no-launch-profile", "--project", folder, "--");
        var file = Path.GetFullPath(Path.Combine(folder, binary));
        return file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? LaunchCommand.Process("dotnet", file) : LaunchCommand.Process(file);
    }

    private static YamlValue? Runtime(string project, string plugin)
    {
        try
        {
            return YamlJson.Read(File.ReadAllText(project))["runtime"];
        }
        catch (YamlException error)
        {
            throw Refused(plugin, $"'{project}' cannot be read: line {error.Start.Line}: {error.Message}");
        }
    }

    private static EngineException Refused(string plugin, string why, string? fix = null) => new(
        ExitCategory.Configuration,
        ErrorCodes.PluginFailed,
        $"The plugin '{plugin}' cannot be started: {why}" + (fix is null ? "" : $"\n    {fix}"));
}
