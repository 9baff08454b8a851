using System.Text.Json;

namespace PipAi.Packages.Codegen.Schema;

/// <summary>Reads JSON in which nearly everything is optional: what is absent is empty, never null.</summary>
internal static class JsonReading
{
    /// <summary>Whether the object has the member, with a value other than <c>false</c> or <c>null</c>.</summary>
    public static bool Has(this JsonElement json, string name) =>
        json.Child(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False);

    /// <summary>The member's value; an undefined element when it is absent.</summary>
    public static JsonElement Child(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var child) ? child : default;

    /// <summary>The member's text; empty when it is absent or no string.</summary>
    public static string Text(this JsonElement json, string name) =>
        json.Child(name) is { ValueKind: JsonValueKind.String } child ? child.GetString()! : "";

    /// <summary>The array's items; none when it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];
}
