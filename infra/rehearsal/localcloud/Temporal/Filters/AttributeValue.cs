using System.Globalization;
using System.Text.Json;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>Reads the values of search attributes: text, number, boolean or time, one or a list of them.</summary>
internal static class AttributeValue
{
    /// <summary>Its values as <see cref="string"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="DateTimeOffset"/>; null if it
    /// is no value of the type.</summary>
    public static IReadOnlyList<object>? Read(Payload payload, IndexedValueType type)
    {
        if (Nothing.Is(payload)) return [];
        if (JsonPayload.EncodingOf(payload) != JsonPayload.Encoding) return null;
        try
        {
            using var json = JsonDocument.Parse(payload.Data.Memory);
            return Read(json.RootElement, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The time that a text is in RFC 3339's form; null if it is none.</summary>
    public static DateTimeOffset? Time(string? text) =>
        text is { Length: >= 20 } && text[10] == 'T' && (text.EndsWith('Z') || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : null;

    private static List<object>? Read(JsonElement json, IndexedValueType type)
    {
        var isList = json.ValueKind == JsonValueKind.Array;
        if (!isList && type == IndexedValueType.KeywordList) return null;
        var values = new List<object>();
        foreach (var element in isList ? [.. json.EnumerateArray()] : (JsonElement[])[json])
        {
            if (One(element, type) is not { } value) return null;
            values.Add(value);
        }
        return values;
    }

    private static object? One(JsonElement json, IndexedValueType type) => (type, json.ValueKind) switch
    {
        (IndexedValueType.Bool, JsonValueKind.True or JsonValueKind.False) => json.GetBoolean(),
        (IndexedValueType.Int, JsonValueKind.Number) => json.TryGetInt64(out var whole) ? (double)whole : null,
        (IndexedValueType.Double, JsonValueKind.Number) => json.GetDouble(),
        (IndexedValueType.Datetime, JsonValueKind.String) => Time(json.GetString()),
        (IndexedValueType.Keyword or IndexedValueType.Text or IndexedValueType.KeywordList, JsonValueKind.String) => json.GetString(),
        _ => null,
    };
}
