using EmbeddedPulumi.Engine.Files;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>One command of a scenario.</summary>
/// <param name="Source">Its first key is the verb, with the program's resources; then come options.</param>
internal sealed record ScenarioCommand(YamlMapping Source)
{
    /// <summary>Options of the command line.</summary>
    private static readonly string[] Options = ["target", "exclude", "replace", "dependents", "refresh", "accept-loss"];

    /// <summary>What happens around the command: edits before it, how the provider fails, what must be said.</summary>
    private static readonly string[] Around =
    [
        "config",
        "state",
        "world",
        "fails",
        "partial",
        "lost",
        "blank",
        "says",
        "outputs",
        "throws",
    ];

    private static readonly string[] Verbs = ["up", "preview", "refresh", "destroy"];

    public string Verb => Source.Entries[0].Key;

    /// <summary>What the program registers.</summary>
    public IReadOnlyList<YamlValue> Program => (Source.Entries[0].Value as YamlSequence)?.Items ?? [];

    public YamlMapping? Mapping(string key) => Source[key] as YamlMapping;

    public IReadOnlyList<YamlValue> Items(string key) => (Source[key] as YamlSequence)?.Items ?? [];

    /// <summary>The texts of a list, or of a single scalar.</summary>
    public string[] Texts(string key) =>
        Source[key] is YamlScalar one ? [one.Text] : [.. Items(key).Select(item => ((YamlScalar)item).Text)];

    /// <summary>Full URNs, or patterns, of the resources that an option names.</summary>
    public string[] Urns(string key) => [.. Texts(key).Select(UrnOf)];

    /// <summary>
    /// Whether it is about some resources only: then what an engine calls the same are also those that it does not look at, or that are not
    /// there.
    /// </summary>
    public bool NamesResources => Source["target"] is not null || Source["exclude"] is not null;

    public bool Is(string key) => Source.Text(key) == "true";

    /// <summary>A name stands for the thing of that name.</summary>
    public static string UrnOf(string name) => name.Contains(':', StringComparison.Ordinal) || name.Contains('*', StringComparison.Ordinal)
        ? name
        : $"urn:pulumi:dev::proj::test:index:Thing::{name}";

    public void Check(string scenario)
    {
        if (!Verbs.Contains(Verb)) throw new FormatException($"{scenario}: '{Verb}' is no command.");
        foreach (var key in Source.Entries.Skip(1).Select(entry => entry.Key))
        {
            if (!Options.Contains(key) && !Around.Contains(key))
                throw new FormatException($"{scenario}: '{key}' is no option of a command.");
        }
    }
}
