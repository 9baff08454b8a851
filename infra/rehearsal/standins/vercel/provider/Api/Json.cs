using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Vercel.Api;

/// <summary>Property values to and from the JSON of the API.</summary>
internal static class Json
{
    /// <summary>A value as JSON; unknown values cannot occur here.</summary>
    public static JsonNode? Write(PropertyValue value) => value.Match<JsonNode?>(
        () => null,
        flag => flag,
        number => number,
        text => text,
        items => new JsonArray([.. items.Select(Write)]),
        entries => new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, Write(entry.Value)))),
        _ => throw new InvalidOperationException("An asset cannot be sent to Vercel."),
        _ => throw new InvalidOperationException("An archive cannot be sent to Vercel."),
        _ => throw new InvalidOperationException("A resource cannot be sent to Vercel."),
        () => throw new InvalidOperationException("A value that is not known cannot be sent to Vercel."));

    /// <summary>JSON as a value.</summary>
    public static PropertyValue Read(JsonNode? node) => node switch
    {
        null => PropertyValue.Null,
        JsonObject members => new PropertyValue(members.ToImmutableDictionary(member => member.Key, member => Read(member.Value))),
        JsonArray items => new PropertyValue([.. items.Select(Read)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => new PropertyValue(true),
            JsonValueKind.False => new PropertyValue(false),
            JsonValueKind.Number => new PropertyValue(node.GetValue<double>()),
            _ => new PropertyValue(node.ToString()),
        },
    };
}
