using System.Runtime.CompilerServices;
using System.Text;
using EmbeddedPulumi.Engine.Files;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>The scenarios, one file a kind, and the answers to them.</summary>
internal static class ScenarioFiles
{
    private static readonly string Folder = FolderOf();

    /// <summary>All scenarios, in the order of their files.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(
        Read)];

    /// <summary>The answers of Pulumi to the scenarios of a kind, by name.</summary>
    public static Dictionary<string, string> Stock(string kind) => ReadAnswers(Path.Combine(Folder, "Answers", kind + ".txt"));

    /// <summary>Our answers where they are others on purpose.</summary>
    public static Dictionary<string, string> Ours(string kind) => ReadAnswers(Path.Combine(Folder, "Answers", kind + ".ours.txt"));

    /// <summary>Errors and warnings of Pulumi.</summary>
    public static Dictionary<string, string> StockSaid(string kind) => ReadAnswers(Path.Combine(Folder, "Answers", kind + ".said.txt"));

    /// <summary>Errors and warnings of ours.</summary>
    public static Dictionary<string, string> OursSaid(string kind) => ReadAnswers(Path.Combine(Folder, "Answers", kind + ".said.ours.txt"));

    /// <summary>Puts an answer of Pulumi in place of the one that is there.</summary>
    public static void KeepStock(Scenario scenario, string answer, string said, string version)
    {
        Keep(
            scenario, answer, Stock(scenario.Kind), scenario.Kind + ".txt",
            $"# Answers of pulumi {version}, written by scripts/record-engine.");
        Keep(
            scenario, said, StockSaid(scenario.Kind), scenario.Kind + ".said.txt",
            $"# Errors and warnings of pulumi {version}, written by scripts/record-engine.");
    }

    /// <summary>Puts our words in place of those that are there.</summary>
    public static void KeepOursSaid(Scenario scenario, string said) =>
        Keep(scenario, said, OursSaid(scenario.Kind), scenario.Kind + ".said.ours.txt", "# Our errors and warnings.");

    /// <summary>Puts an answer of ours in place of the one that is there.</summary>
    public static void KeepOurs(Scenario scenario, string answer) =>
        Keep(
            scenario, answer, Ours(scenario.Kind), scenario.Kind + ".ours.txt",
            "# Our answers where they differ on purpose; the scenario says why.");

    private static void Keep(Scenario scenario, string answer, Dictionary<string, string> answers, string file, string title)
    {
        if (answer.Length > 0) answers[scenario.Name] = answer;
        else if (!answers.Remove(scenario.Name)) return;
        var text = new StringBuilder(title).Append('\n');
        // In the order of the scenarios; what has none any more goes.
        foreach (var known in All.Where(known => known.Kind == scenario.Kind && answers.ContainsKey(known.Name)))
            text.Append("\n== ").Append(known.Name).Append('\n').Append(answers[known.Name]);
        File.WriteAllText(Path.Combine(Folder, "Answers", file), text.ToString());
    }

    private static Dictionary<string, string> ReadAnswers(string file)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(file)) return answers;
        foreach (var section in File.ReadAllText(file).Split("\n== ").Skip(1))
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            answers[section[..end]] = section[(end + 1)..].TrimEnd('\n') + "\n";
        }

        return answers;
    }

    private static IEnumerable<Scenario> Read(string file) => YamlJson.Read(File.ReadAllText(file)).Entries
        .Select(entry => new Scenario(Path.GetFileNameWithoutExtension(file), entry.Key, (YamlMapping)entry.Value));

    private static string FolderOf([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
