using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>What a deployment is: the engine tells it by environment variables, a test by options.</summary>
internal sealed record DeploymentSettings
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required bool IsDryRun { get; init; }

    public string Organization { get; init; } = "organization";

    public string? RootDirectory { get; init; }

    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableHashSet<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>Reads what the engine put into the environment.</summary>
    /// <exception cref="InvalidOperationException">A required variable is missing: the program was not started by an engine.</exception>
    public static (DeploymentSettings Settings, string Monitor, string Engine) FromEnvironment(Func<string, string?> read)
    {
        var (monitor, engine, project, stack) = (
            read("PULUMI_MONITOR"), read("PULUMI_ENGINE"), read("PULUMI_PROJECT"), read("PULUMI_STACK"));
        if (string.IsNullOrEmpty(monitor) || string.IsNullOrEmpty(engine) || string.IsNullOrEmpty(project)
            || string.IsNullOrEmpty(stack) || !bool.TryParse(read("PULUMI_DRY_RUN"), out var dryRun)
            || !bool.TryParse(read("PULUMI_QUERY_MODE"), out _) || !int.TryParse(read("PULUMI_PARALLEL"), out _))
        {
            throw new InvalidOperationException(
                "Program run without the Pulumi engine available; re-run using the `pulumi` CLI");
        }

        var settings = new DeploymentSettings
        {
            Project = project,
            Stack = stack,
            IsDryRun = dryRun,
            Organization = read("PULUMI_ORGANIZATION") ?? "organization",
            RootDirectory = read("PULUMI_ROOT_DIRECTORY"),
            Config = ParseConfig(read("PULUMI_CONFIG")),
            ConfigSecretKeys = ParseSecretKeys(read("PULUMI_CONFIG_SECRET_KEYS")),
        };
        return (settings, monitor, engine);
    }

    /// <summary>From <c>{"aws:config:region": "us-east-1"}</c>; the middle part of a key may be missing.</summary>
    public static ImmutableDictionary<string, string> ParseConfig(string? json)
    {
        if (string.IsNullOrEmpty(json)) return ImmutableDictionary<string, string>.Empty;
        using var document = JsonDocument.Parse(json);
        var config = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var entry in document.RootElement.EnumerateObject()) config[ShortKey(entry.Name)] = entry.Value.ToString();
        return config.ToImmutable();
    }

    private static ImmutableHashSet<string> ParseSecretKeys(string? json)
    {
        if (string.IsNullOrEmpty(json)) return [];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(key => ShortKey(key.ToString()))];
    }

    private static string ShortKey(string key)
    {
        const string middle = "config:";
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && key.AsSpan(colon + 1).StartsWith(middle, StringComparison.Ordinal)
            ? key[..(colon + 1)] + key[(colon + 1 + middle.Length)..]
            : key;
    }
}
