using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Files;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Edits a state file between two commands, as a damaged disk, an old engine or a killed run would have left it.</summary>
internal static class StateSurgery
{
    public static void Do(string file, IEnumerable<YamlValue> edits)
    {
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        var latest = document["checkpoint"]!["latest"]!.AsObject();
        foreach (var edit in edits) Do(latest, (YamlMapping)edit);
        File.WriteAllText(file, document.ToJsonString());
    }

    private static void Do(JsonObject latest, YamlMapping edit)
    {
        var resources = latest["resources"]!.AsArray();
        var found = resources.Select(item => item!.AsObject())
            .First(item => item["urn"]!.GetValue<string>().EndsWith("::" + edit.Text("of"), StringComparison.Ordinal));
        foreach (var entry in edit.Entries)
        {
            switch (entry.Key)
            {
                case "of": break;
                case "drop": resources.Remove(found); break;
                case "set":
                    foreach (var (key, value) in entry.Value.ToJson()!.AsObject()) found[key] = value?.DeepClone();
                    break;
                case "unset": found.Remove(((YamlScalar)entry.Value).Text); break;
                case "pending":
                    if (latest["pending_operations"] is not JsonArray pending) latest["pending_operations"] = pending = [];
                    pending.Add(new JsonObject { ["resource"] = found.DeepClone(), ["type"] = ((YamlScalar)entry.Value).Text });
                    break;
                default: throw new FormatException($"'{entry.Key}' is no edit of a state.");
            }
        }
    }
}
