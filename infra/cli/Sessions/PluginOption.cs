using System.Collections.Immutable;
using System.CommandLine;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Sessions;

/// <summary>`--plugin`: a plugin for this run in place of the one that would serve a package.</summary>
internal static class PluginOption
{
    /// <summary>The option, which may be given more than once.</summary>
    public static Option<string[]> Create() => new("--plugin")
    {
        Description = "Use the plugin of a folder for a package: NAME=FOLDER. It may reach beyond this machine.",
        HelpName = "name=folder",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The folders by name.</summary>
    /// <exception cref="CliException">One is not written NAME=FOLDER, has no folder, or is named twice.</exception>
    public static ImmutableSortedDictionary<string, string> Read(IEnumerable<string> options)
    {
        var folders = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var given in options)
        {
            if (given.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } folder])
                throw Wrong($"--plugin is '{given}', and must be written NAME=FOLDER.");
            if (!Directory.Exists(folder)) throw Wrong($"--plugin names the folder '{folder}' for '{name}', and there is none.");
            if (!folders.TryAdd(name, Path.GetFullPath(folder))) throw Wrong($"--plugin names two folders for '{name}'.");
        }

        return folders.ToImmutable();
    }

    private static CliException Wrong(string message) => new(ExitCode.Configuration, message, "./pipai up --plugin dns=./plugins/dns");
}
