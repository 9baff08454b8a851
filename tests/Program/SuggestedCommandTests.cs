using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

/// <summary>The command beneath each message is run, as <c>pulumi config</c> would run it: afterwards the message is gone.</summary>
public sealed partial class SuggestedCommandTests
{
    public static TheoryData<string, string> Spoilt => [.. SpoiltSettings.Each.Select(one => (one.Key, one.Value))];

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Following_what_a_message_says_makes_the_settings_right(string key, string value)
    {
        var configuration = StackFiles.Configuration("prod", (key, value));
        // A list or a map with several mistakes has a command for each; one at a time, as a person would.
        for (var problem = Problem(configuration); problem is not null;)
        {
            foreach (var command in problem[1..]) Run(configuration, command);
            var next = Problem(configuration);
            Assert.NotEqual(problem[0], next?[0]);
            problem = next;
        }
    }

    // The first thing that is wrong, and its commands; null where the settings are right.
    private static string[]? Problem(Dictionary<string, string> configuration)
    {
        try
        {
            PlatformSettings.Load("prod", configuration, StackFiles.Now);
            return null;
        }
        catch (InvalidSettingsException invalid)
        {
            var lines = invalid.Message.Split('\n')[1..];
            return [
                lines[0],
                .. lines.Skip(1).TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)).Select(line => line.Trim()),
            ];
        }
    }

    private static void Run(Dictionary<string, string> configuration, string command)
    {
        var (verb, isPath, key, value) = Command().Match(command) is { Success: true } match
            ? (match.Groups["verb"].Value, match.Groups["path"].Success, match.Groups["key"].Value, match.Groups["value"].Value)
            : throw new InvalidOperationException($"No command of pulumi's: {command}");
        key = key.StartsWith("pip-ai:", StringComparison.Ordinal) ? key["pip-ai:".Length..] : key;
        // Where a person has to choose.
        value = value.Replace("REGION", "iad", StringComparison.Ordinal).Replace("COUNT", "4", StringComparison.Ordinal);
        key = key.Replace("REGION", "iad", StringComparison.Ordinal);
        if (!isPath)
        {
            if (verb == "rm") configuration.Remove(key);
            else configuration[key] = value;
            return;
        }

        var (name, inner) = PathKey().Match(key) is { Success: true } path
            ? (path.Groups["name"].Value, path.Groups["inner"].Value) : throw new InvalidOperationException($"No path: {key}");
        if (int.TryParse(inner, out var index)) Change(configuration, name, verb, index, name == "storageRegions" ? Aws(value) : value);
        else Change(configuration, name, verb, inner, value);
    }

    // REGION in a list of buckets is one of AWS's.
    private static string Aws(string value) => value == "iad" ? "us-east-1" : value;

    private static void Change(Dictionary<string, string> configuration, string name, string verb, int index, string value)
    {
        // Pulumi makes a list of what is none; of a default, which the stack file does not hold, nothing can be taken.
        if (verb == "rm" && !configuration.ContainsKey(name)) return;
        var list = Parse(configuration.GetValueOrDefault(name, "[]")) as JsonArray ?? [];
        if (verb == "rm") list.RemoveAt(index);
        else if (index < list.Count) list[index] = value;
        else list.Insert(index, value);
        configuration[name] = list.ToJsonString();
    }

    private static void Change(Dictionary<string, string> configuration, string name, string verb, string entry, string value)
    {
        var map = Parse(configuration.GetValueOrDefault(name, "{}")) as JsonObject ?? [];
        if (verb == "rm") map.Remove(entry);
        else map[entry] = value;
        configuration[name] = map.ToJsonString();
    }

    private static JsonNode? Parse(string text) => text.Length > 0 && text[0] is '[' or '{' ? JsonNode.Parse(text) : null;

    [GeneratedRegex(
        @"^pulumi config (?<verb>set|rm) ((?<path>--path) )?'?(?<key>[^' ]+)'?( (?<value>[^ ]+))? --stack prod\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?<name>\w+)(\[(?<inner>\d+)\]|\.(?<inner>.+))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PathKey();
}
