using EmbeddedPulumi.Engine.Files;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>A story of one stack: commands, each with what the program wants at that time. README.md says how one is written.</summary>
/// <param name="Kind">What it is about; the name of its file.</param>
/// <param name="Name">What it shows, as a sentence.</param>
/// <param name="Source">The rest.</param>
internal sealed record Scenario(string Kind, string Name, YamlMapping Source)
{
    private static readonly string[] Keys = ["lifecycle", "ours", "said", "cloud", "files", "run"];

    /// <summary>Why our answer is another one than that of Pulumi; null where it is the same.</summary>
    public string? Ours => Source.Text("ours");

    /// <summary>Why we say something else, or about something else, than Pulumi does; null where only the words differ.</summary>
    public string? Said => Source.Text("said");

    /// <summary>How the provider behaves.</summary>
    public YamlMapping Cloud => Source["cloud"] as YamlMapping ?? YamlMapping.Empty;

    /// <summary>Files of the project, by path.</summary>
    public YamlMapping Files => Source["files"] as YamlMapping ?? YamlMapping.Empty;

    /// <summary>What is done, in order.</summary>
    public IReadOnlyList<ScenarioCommand> Commands =>
        [.. ((YamlSequence)Source["run"]!).Items.Select(item => new ScenarioCommand((YamlMapping)item))];

    /// <summary>The name under which a test runner shows it.</summary>
    public string Title => $"{Kind}: {Name}";

    /// <summary>Refuses what nobody would heed.</summary>
    public void Check()
    {
        if (Source.Entries.FirstOrDefault(entry => !Keys.Contains(entry.Key)) is { } unknown)
            throw new FormatException($"{Title}: '{unknown.Key}' is no key of a scenario.");
        foreach (var command in Commands) command.Check(Title);
    }
}
