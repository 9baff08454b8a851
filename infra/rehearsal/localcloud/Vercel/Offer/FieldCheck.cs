using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>Holds a request against the fields that are offered; refusals have Vercel's words.</summary>
internal static class FieldCheck
{
    /// <summary>Holds an object against its fields.</summary>
    /// <param name="body">The object.</param>
    /// <param name="fields">What it can have.</param>
    /// <param name="at">Path of the object; empty for the body itself.</param>
    /// <exception cref="VercelProblem">400: a member is unknown, missing or wrong.</exception>
    public static void Object(JsonObject body, ImmutableArray<VercelField> fields, string at = "")
    {
        var place = at.Length == 0 ? "" : $"`{at}` ";
        foreach (var (name, value) in body)
        {
            var field = fields.FirstOrDefault(field => field.Name == name)
                ?? throw VercelProblem.Invalid($"{place}should NOT have additional property `{name}`.");
            if (value is not null) Value(value, field, at.Length == 0 ? name : $"{at}.{name}");
        }

        if (fields.FirstOrDefault(field => field.IsRequired && body[field.Name] is null) is { } missing)
            throw VercelProblem.Invalid($"{place}missing required property `{missing.Name}`.");
    }

    /// <summary>Holds a query parameter against its field.</summary>
    /// <exception cref="VercelProblem">400: it is none of what the parameter can be.</exception>
    public static void Parameter(string value, VercelField field) => Value(field.Shape switch
    {
        FieldShape.Flag when value is "true" or "1" => true,
        FieldShape.Flag when value is "false" or "0" => false,
        FieldShape.Number when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    }, field, field.Name);

    private static void Value(JsonNode value, VercelField field, string at)
    {
        switch (field.Shape)
        {
            case FieldShape.Text: Require(IsText(value), at, "string"); break;
            case FieldShape.Flag: Require(value is JsonValue flag && flag.TryGetValue(out bool _), at, "boolean"); break;
            case FieldShape.TextOrNumber: Require(IsText(value) || IsNumber(value), at, "string or integer"); break;
            case FieldShape.Number: Require(IsNumber(value), at, "integer"); break;
            case FieldShape.Choice: Choice(value, field, at); break;
            case FieldShape.TextOrList when value is JsonValue: Choice(value, field, at); break;
            case FieldShape.TextOrList or FieldShape.List: List(value, field, at); break;
            case FieldShape.Map: Require(value is JsonObject, at, "object"); break;
            case FieldShape.Nothing: Require(false, at, "null"); break;
            case FieldShape.Object:
                Require(value is JsonObject, at, "object");
                Object((JsonObject)value, field.Members, at);
                break;
        }
    }

    private static void List(JsonNode value, VercelField field, string at)
    {
        Require(value is JsonArray, at, "array");
        foreach (var (index, item) in ((JsonArray)value).Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]");
            if (field.Members.IsEmpty)
            {
                Choice(item ?? throw Wrong(place, "string"), field, place);
                continue;
            }

            Require(item is JsonObject, place, "object");
            Object((JsonObject)item!, field.Members, place);
        }
    }

    private static void Choice(JsonNode value, VercelField field, string at)
    {
        Require(IsText(value), at, "string");
        if (!field.Choices.IsEmpty && !field.Choices.Contains((string)value!))
            throw VercelProblem.Invalid($"`{at}` should be equal to one of the allowed values \"{string.Join(", ", field.Choices)}\".");
    }

    private static bool IsText(JsonNode value) => value is JsonValue text && text.TryGetValue(out string? _);

    private static bool IsNumber(JsonNode value) => value is JsonValue number && number.TryGetValue(out long _);

    private static void Require(bool right, string at, string shape)
    {
        if (!right) throw Wrong(at, shape);
    }

    private static VercelProblem Wrong(string at, string shape) => VercelProblem.Invalid($"`{at}` should be {shape}.");
}
