using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Infra.Settings;
using YamlDotNet.RepresentationModel;

namespace PipAi.Program.Tests;

/// <summary>The repository's own project and stack files, as Pulumi hands them to the program.</summary>
internal static class StackFiles
{
    /// <summary>When these tests take place.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The settings of a committed stack.</summary>
    public static PlatformSettings Settings(string stack, params (string Key, string Value)[] changes) =>
        PlatformSettings.Load(stack, Configuration(stack, changes), Now);

    /// <summary>The configuration of a committed stack, some of it changed.</summary>
    public static Dictionary<string, string> Configuration(string stack, params (string Key, string Value)[] changes)
    {
        var config = (YamlMappingNode)Read($"Pulumi.{stack}.yaml").Children["config"];
        var values = config.Children
            .Where(entry => Text(entry.Key).StartsWith("pip-ai:", StringComparison.Ordinal))
            .ToDictionary(entry => Text(entry.Key)["pip-ai:".Length..], entry => Json(entry.Value));
        values[StackConfiguration.HomeRegion] = Text(config.Children[StackConfiguration.HomeRegion]);
        foreach (var (key, value) in changes) values[key] = value;
        return values;
    }

    /// <summary>The settings that <c>Pulumi.yaml</c> describes, each with its default; empty where it has none.</summary>
    public static SortedDictionary<string, string> Described()
    {
        var config = (YamlMappingNode)Read("Pulumi.yaml").Children["config"];
        return new SortedDictionary<string, string>(config.Children.ToDictionary(
            entry => Text(entry.Key),
            entry => ((YamlMappingNode)entry.Value).Children.TryGetValue("default", out var value) ? Json(value) : ""),
            StringComparer.Ordinal);
    }

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Root(), file));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    // Text as it is; what has structure as JSON, its keys in order, as Pulumi passes it on.
    private static string Json(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : Node(node)!.ToJsonString();

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlMappingNode map => new JsonObject(map.Children.OrderBy(entry => Text(entry.Key), StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(Text(entry.Key), Node(entry.Value)))),
        _ => int.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonSerializer.SerializeToNode(Text(node)),
    };

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
