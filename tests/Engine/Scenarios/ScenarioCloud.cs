using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Files;
using Google.Protobuf.WellKnownTypes;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>
/// What exists in a scenario's world, and how its provider behaves. Ids count up by name, so that two engines see the same.
/// </summary>
/// <param name="Settings">The scenario's key <c>cloud</c>.</param>
internal sealed record ScenarioCloud(YamlMapping Settings)
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>What exists, by id.</summary>
    public SortedDictionary<string, Struct> Things { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked of the provider that changes or reads something, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>How calls such as <c>create a</c> go wrong in the command at hand.</summary>
    public Dictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    public string NextId(string name)
    {
        lock (counts) return $"{name}-{counts[name] = counts.GetValueOrDefault(name) + 1}";
    }

    /// <summary>Makes a thing as a creation or an update does.</summary>
    public Struct Put(string id, Struct inputs)
    {
        var made = inputs.Clone();
        made.Fields["address"] = Value.ForString($"test://{id}");
        lock (Things) Things[id] = made;
        return made;
    }

    public Struct? Find(string id)
    {
        lock (Things) return Things.GetValueOrDefault(id);
    }

    /// <summary>Removes a thing; returns the id of another one that still uses it, and then it stays.</summary>
    public string? Remove(string id)
    {
        lock (Things)
        {
            var user = Things.FirstOrDefault(
                thing =>
                    thing.Key != id
                        && thing.Value.Fields.Any(field => field.Key != "address" && field.Value.StringValue == $"test://{id}")).Key;
            if (user is null) Things.Remove(id);
            return user;
        }
    }

    /// <summary>Changes the world behind the engine's back: null takes a thing away, properties are set, a new id is a new thing.</summary>
    public void Edit(YamlMapping edits)
    {
        foreach (var edit in edits.Entries)
        {
            if (edit.Value is not YamlMapping properties)
            {
                lock (Things) Things.Remove(edit.Key);
                continue;
            }

            var thing = Find(edit.Key)?.Clone() ?? new Struct();
            foreach (var property in properties.Entries)
                thing.Fields[property.Key] = Value.Parser.ParseJson(property.Value.ToJson()?.ToJsonString() ?? "null");
            Put(edit.Key, thing);
        }
    }

    /// <summary>Whether a setting is on.</summary>
    public bool Has(string setting) => Settings.Text(setting) == "true";

    /// <summary>Whether a setting lists a property.</summary>
    public bool Lists(string setting, string property) =>
        Settings[setting] is YamlSequence list && list.Items.Any(item => item is YamlScalar { Text: var text } && text == property);
}
