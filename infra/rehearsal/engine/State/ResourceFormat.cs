using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>A resource to and from Pulumi's JSON (<c>ResourceV3</c>).</summary>
internal static class ResourceFormat
{
    public static void Write(Utf8JsonWriter json, ResourceState state, StateSecrets secrets)
    {
        json.WriteStartObject();
        json.WriteString("urn", state.Urn);
        json.WriteBoolean("custom", state.Custom);
        Flag(json, "delete", state.Delete);
        Text(json, "id", state.Id);
        json.WriteString("type", state.Type);
        Map(json, "inputs", state.Inputs, secrets);
        Map(json, "outputs", state.Outputs, secrets);
        Text(json, "parent", state.Parent);
        Flag(json, "protect", state.Protect);
        Flag(json, "external", state.External);
        Texts(json, "dependencies", state.Dependencies);
        Texts(json, "initErrors", state.InitErrors);
        Text(json, "provider", state.Provider);
        WritePropertyDependencies(json, state.PropertyDependencies);
        Flag(json, "pendingReplacement", state.PendingReplacement);
        Texts(json, "additionalSecretOutputs", state.AdditionalSecretOutputs);
        // No aliases: whatever is written refers to every resource by the name it has now.
        WriteTimeouts(json, state.Timeouts);
        Text(json, "importID", state.ImportId);
        Flag(json, "retainOnDelete", state.RetainOnDelete);
        Flag(json, "taint", state.Taint);
        Flag(json, "refreshBeforeUpdate", state.RefreshBeforeUpdate);
        Text(json, "deletedWith", state.DeletedWith);
        Texts(json, "replaceWith", state.ReplaceWith);
        Time(json, "created", state.Created);
        Time(json, "modified", state.Modified);
        WriteComparison(json, state, secrets);
        foreach (var (key, value) in state.Unread)
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>The options that say how the next inputs are compared with these.</summary>
    private static void WriteComparison(Utf8JsonWriter json, ResourceState state, StateSecrets secrets)
    {
        Texts(json, "ignoreChanges", state.IgnoreChanges);
        Texts(json, "hideDiff", state.HideDiff);
        Texts(json, "replaceOnChanges", state.ReplaceOnChanges);
        if (state.ReplacementTrigger is { } trigger)
        {
            json.WritePropertyName("replacementTrigger");
            PropertyJson.Write(json, trigger, secrets);
        }
    }

    /// <exception cref="JsonException">A required key is missing.</exception>
    public static ResourceState Read(JsonElement json, StateSecrets secrets)
    {
        var state = new ResourceState { Urn = RequiredUrn(json), Type = Required(json, "type"), Custom = false };
        var unread = ImmutableArray.CreateBuilder<(string, JsonElement)>();
        foreach (var property in json.EnumerateObject())
        {
            state = ReadKey(state, property.Name, property.Value, secrets) ?? Keep(state, property, unread);
        }

        return unread.Count == 0 ? state : state with { Unread = unread.ToImmutable() };
    }

    private static ResourceState Keep(
        ResourceState state, JsonProperty property, ImmutableArray<(string, JsonElement)>.Builder unread)
    {
        unread.Add((property.Name, property.Value.Clone()));
        return state;
    }

    private static ResourceState? ReadKey(ResourceState state, string key, JsonElement value, StateSecrets secrets) => key switch
    {
        "urn" or "type" => state,
        "custom" => state with { Custom = value.GetBoolean() },
        "delete" => state with { Delete = value.GetBoolean() },
        "id" => state with { Id = value.GetString() ?? "" },
        "inputs" => state with { Inputs = PropertyJson.ReadMap(value, secrets) },
        "outputs" => state with { Outputs = PropertyJson.ReadMap(value, secrets) },
        "parent" => state with { Parent = value.GetString() ?? "" },
        "protect" => state with { Protect = value.GetBoolean() },
        "external" => state with { External = value.GetBoolean() },
        "dependencies" => state with { Dependencies = Texts(value) },
        "initErrors" => state with { InitErrors = Texts(value) },
        "provider" => state with { Provider = value.GetString() ?? "" },
        "propertyDependencies" => state with { PropertyDependencies = PropertyDependencies(value) },
        "pendingReplacement" => state with { PendingReplacement = value.GetBoolean() },
        "additionalSecretOutputs" => state with { AdditionalSecretOutputs = Texts(value) },
        "aliases" => state with { Aliases = Texts(value) },
        "customTimeouts" => state with { Timeouts = Timeouts(value) },
        "importID" => state with { ImportId = value.GetString() ?? "" },
        "retainOnDelete" => state with { RetainOnDelete = value.GetBoolean() },
        "taint" => state with { Taint = value.GetBoolean() },
        "refreshBeforeUpdate" => state with { RefreshBeforeUpdate = value.GetBoolean() },
        "deletedWith" => state with { DeletedWith = value.GetString() ?? "" },
        "replaceWith" => state with { ReplaceWith = Texts(value) },
        "created" => state with { Created = value.GetDateTimeOffset() },
        "modified" => state with { Modified = value.GetDateTimeOffset() },
        "ignoreChanges" => state with { IgnoreChanges = Texts(value) },
        "hideDiff" => state with { HideDiff = Paths(value) },
        "replaceOnChanges" => state with { ReplaceOnChanges = Texts(value) },
        "replacementTrigger" => state with { ReplacementTrigger = PropertyJson.Read(value, secrets) },
        _ => null,
    };

    private static string RequiredUrn(JsonElement json) =>
        Required(json, "urn") is var urn && Urn.TryParse(urn, out _)
            ? urn : throw new JsonException($"a resource has the urn '{urn}', which is none");

    private static string Required(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.GetString() is { } text
            ? text
            : throw new JsonException($"a resource has no '{key}'");

    private static ImmutableArray<string> Texts(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null ? [] : [.. json.EnumerateArray().Select(item => item.GetString() ?? "")];

    /// <summary>Places in properties: most engines write each as a text, some as the list of its parts.</summary>
    private static ImmutableArray<string> Paths(JsonElement json) => json.ValueKind == JsonValueKind.Null
        ? []
        : [.. json.EnumerateArray().Select(item => item.ValueKind != JsonValueKind.Array ? item.GetString() ?? "" : new PropertyPath(
            [.. item.EnumerateArray().Select(
                part => part.ValueKind == JsonValueKind.Number ? (object)part.GetInt32() : part.GetString() ?? "")]).ToString())];

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null
            ? ResourceState.NoPropertyDependencies
            : ResourceState.NoPropertyDependencies.AddRange(
                json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Texts(property.Value))));

    private static StepTimeouts Timeouts(JsonElement json)
    {
        return new StepTimeouts(Seconds("create"), Seconds("update"), Seconds("delete"), Seconds("read"));
        double Seconds(string key) => json.TryGetProperty(key, out var value) ? value.GetDouble() : 0;
    }

    private static void Flag(Utf8JsonWriter json, string key, bool value)
    {
        if (value) json.WriteBoolean(key, true);
    }

    private static void Text(Utf8JsonWriter json, string key, string value)
    {
        if (value.Length > 0) json.WriteString(key, value);
    }

    private static void Texts(Utf8JsonWriter json, string key, ImmutableArray<string> values)
    {
        if (values.IsEmpty) return;
        json.WriteStartArray(key);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Map(Utf8JsonWriter json, string key, PropertyMap map, StateSecrets secrets)
    {
        if (map.Count == 0) return;
        json.WritePropertyName(key);
        PropertyJson.Write(json, map, secrets);
    }

    private static void Time(Utf8JsonWriter json, string key, DateTimeOffset? time)
    {
        if (time is { } moment)
            json.WriteString(key, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    }

    private static void WritePropertyDependencies(
        Utf8JsonWriter json, ImmutableSortedDictionary<string, ImmutableArray<string>> dependencies)
    {
        if (dependencies.IsEmpty) return;
        json.WriteStartObject("propertyDependencies");
        foreach (var (key, urns) in dependencies)
        {
            json.WriteStartArray(key);
            foreach (var urn in urns) json.WriteStringValue(urn);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTimeouts(Utf8JsonWriter json, StepTimeouts timeouts)
    {
        if (timeouts == StepTimeouts.None) return;
        json.WriteStartObject("customTimeouts");
        if (timeouts.Create > 0) json.WriteNumber("create", timeouts.Create);
        if (timeouts.Update > 0) json.WriteNumber("update", timeouts.Update);
        if (timeouts.Delete > 0) json.WriteNumber("delete", timeouts.Delete);
        if (timeouts.Read > 0) json.WriteNumber("read", timeouts.Read);
        json.WriteEndObject();
    }
}
