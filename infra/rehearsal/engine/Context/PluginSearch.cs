using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Context;

/// <summary>Where plugins are looked for that the host does not bring, besides the project file.</summary>
public sealed record PluginSearch
{
    /// <summary>Folders of plugins by name; they come before all others, also before what the host brings.</summary>
    public ImmutableSortedDictionary<string, string> Folders { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The folders of PATH; null where plugins on it are to be ignored.</summary>
    public ImmutableArray<string>? SearchPath { get; init; }

    /// <summary>The folder that plugins are installed in.</summary>
    public required string PluginFolder { get; init; }

    /// <summary>The places in which the Pulumi CLI looks.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static PluginSearch Of(Func<string, string?> environment)
    {
        var isIgnored = environment("PULUMI_IGNORE_AMBIENT_PLUGINS") is { } text
            && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));
        var home = environment("PULUMI_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi");
        return new PluginSearch
        {
            SearchPath = isIgnored
                ? null
                : [.. Engine.Context.SearchPath.Folders(environment("PATH")).Where(Path.IsPathRooted)],
            PluginFolder = Path.Combine(home, "plugins"),
        };
    }
}
