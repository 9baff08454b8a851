using System.Text.Json;

namespace PipAi.Infra.Settings;

/// <summary>What the stack file says in the project's namespace.</summary>
internal static class StackConfiguration
{
    /// <summary>The one setting of a provider that is checked with the platform's.</summary>
    public const string HomeRegion = "aws:region";

    /// <summary>
    /// Reads every value there is. Pulumi's <c>Config</c> gives values but no list of keys, and without one a misspelt key would
    /// change nothing in silence; the list comes from what the host hands to every program.
    /// </summary>
    /// <param name="read">Gives a value, by its key without namespace.</param>
    /// <param name="everything">All configuration as JSON: the environment variable <c>PULUMI_CONFIG</c>; null where there is none.</param>
    public static IReadOnlyDictionary<string, string> Read(Func<string, string?> read, string? everything)
    {
        if (string.IsNullOrEmpty(everything)) return new Dictionary<string, string>();

        const string prefix = SettingReader.Namespace + ":";
        using var json = JsonDocument.Parse(everything);
        var settings = json.RootElement.EnumerateObject()
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Name[prefix.Length..])
            .ToDictionary(key => key, key => read(key) ?? "");
        // A provider's own setting, which the provider believes whatever it says: a slip would move everything that names no region.
        if (json.RootElement.TryGetProperty(HomeRegion, out var region)) settings[HomeRegion] = region.GetString() ?? "";
        return settings;
    }
}
