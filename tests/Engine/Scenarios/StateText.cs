using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>
/// A stack's state file as text that two engines can be compared by: no times, no random ids, no ciphertexts, nothing that is not set.
/// </summary>
internal static partial class StateText
{
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private static readonly string[] Left =
    [
        "urn",
        "custom",
        "type",
        "id",
        "created",
        "modified",
        "sourcePosition",
        "stackTrace",
        "aliases",
    ];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// One line for each resource, the stack without outputs and default providers apart, and one for each pending operation.
    /// </summary>
    public static IEnumerable<string> Of(string file)
    {
        var latest = JsonNode.Parse(File.ReadAllText(file))!["checkpoint"]!["latest"];
        var resources = latest?["resources"] as JsonArray ?? [];
        foreach (var line in resources.Select(resource => Line(resource!.AsObject())).OfType<string>().Order(StringComparer.Ordinal))
            yield return line;
        foreach (var pending in latest?["pending_operations"] as JsonArray ?? [])
            yield return $"pending {pending!["type"]} {Short(pending["resource"]!["urn"]!.GetValue<string>())}";
    }

    /// <summary>Names without what is the same everywhere.</summary>
    public static string Short(string text) => Uuid().Replace(
        text.Replace("urn:pulumi:dev::proj::", "", StringComparison.Ordinal).Replace("test:index:", "", StringComparison.Ordinal)
            .Replace("pulumi:pulumi:Stack$", "", StringComparison.Ordinal), "uuid");

    /// <summary>Whether a URN is one of the engine's own resources.</summary>
    public static bool IsInternal(string urn) =>
        DefaultProvider().IsMatch(urn) || urn.Contains("pulumi:pulumi:Stack::", StringComparison.Ordinal);

    private static string? Line(JsonObject resource)
    {
        var urn = resource["urn"]!.GetValue<string>();
        if (IsInternal(urn) && resource["outputs"] is not JsonObject { Count: > 0 }) return null;
        if (DefaultProvider().IsMatch(urn)) return null;
        var isCustom = resource["custom"]?.GetValue<bool>() == true;
        var id = resource["id"]?.GetValue<string>();
        foreach (var key in Left) resource.Remove(key);
        // That a property comes from nothing says no more than its absence.
        if (resource["propertyDependencies"] is JsonObject comes)
        {
            foreach (var key in comes.Where(entry => entry.Value is JsonArray { Count: 0 }).Select(entry => entry.Key).ToArray())
                comes.Remove(key);
        }

        if (resource["parent"]?.GetValue<string>() == "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev") resource.Remove("parent");
        if (resource["provider"]?.GetValue<string>() is { } provider && DefaultProvider().IsMatch(provider)) resource.Remove("provider");
        var parts = resource.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, Value: Plainly(entry.Value)))
            .Where(entry => !IsUnset(entry.Value))
            .Select(
                entry =>
                    entry.Value is JsonValue value && value.TryGetValue<bool>(out _)
                        ? entry.Key : $"{entry.Key} {entry.Value!.ToJsonString(Plain)}");
        return Short($"{urn} [{id}]{(isCustom ? "" : " component")} {string.Join(' ', parts)}").TrimEnd();
    }

    private static bool IsUnset(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => value.ToJsonString() is "false" or "\"\"",
    };

    /// <summary>A value with sorted keys; of a secret only that it is one.</summary>
    private static JsonNode? Plainly(JsonNode? value) => value switch
    {
        JsonObject map when map[Signature]?.GetValue<string>() == "1b47061264138c4ac30d75fd1eb44270" => JsonValue.Create("«secret»"),
        JsonObject map =>
            new JsonObject(
                map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(
                    entry => KeyValuePair.Create(entry.Key, Plainly(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Plainly)]),
        // Engines write the same number in several ways.
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => JsonValue.Create(number.GetValue<double>()),
        _ => value?.DeepClone(),
    };

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("^urn:pulumi:dev::proj::pulumi:providers:[a-z]+::default(_[^:]*)?(::|$)")]
    private static partial Regex DefaultProvider();
}
