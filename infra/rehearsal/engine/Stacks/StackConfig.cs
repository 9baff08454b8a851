using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Files;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>The configuration that a program gets: plain texts, objects as JSON text, and which of them are secret.</summary>
/// <param name="Values">Value by full key; secrets in plain text.</param>
/// <param name="SecretKeys">The keys whose values hold a secret.</param>
internal sealed record StackConfig(ImmutableSortedDictionary<string, string> Values, ImmutableSortedSet<string> SecretKeys)
{
    /// <summary>What is wrong with it: the full key, and a sentence that names it. A program must not be deployed with any.</summary>
    public ImmutableArray<(string Key, string Text)> Mistakes { get; init; } = [];

    /// <summary>
    /// The stack file's values as they stand there, by full key, for the history: what is encrypted there stays so, and a secret that
    /// stands there in plain text is left out.
    /// </summary>
    public ImmutableSortedDictionary<string, YamlValue> Stored { get; init; } = ImmutableSortedDictionary<string, YamlValue>.Empty;

    /// <summary>The environment variables <c>PULUMI_CONFIG</c> and <c>PULUMI_CONFIG_SECRET_KEYS</c>.</summary>
    public (string Config, string SecretKeys) ToEnvironment()
    {
        var config = new JsonObject();
        foreach (var (key, value) in Values) config.Add(key, value);
        var secret = new JsonArray([.. SecretKeys.Select(key => JsonValue.Create(key))]);
        return (config.ToJsonString(), secret.ToJsonString());
    }

    /// <summary>The values of one namespace by their short names: a default provider's inputs.</summary>
    public IEnumerable<(string Name, string Value, bool Secret)> OfNamespace(string space) =>
        from entry in Values
        where entry.Key.StartsWith(space + ":", StringComparison.Ordinal)
        select (entry.Key[(space.Length + 1)..], entry.Value, SecretKeys.Contains(entry.Key));
}
