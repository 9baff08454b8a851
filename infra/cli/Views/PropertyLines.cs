using System.Buffers;
using System.Text;
using System.Text.Json;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Cli.Views;

/// <summary>Properties as lines that fit the page: nested ones below each other, long texts folded, documents in a text opened.</summary>
internal static class PropertyLines
{
    private const int MostLines = 12;
    private const string Step = "    ";

    /// <summary>The lines of a property.</summary>
    /// <param name="indent">Before every line.</param>
    /// <param name="head">What stands before the value, such as <c>name:</c> or <c>-</c>.</param>
    /// <param name="value">The value; null where it is not known here.</param>
    public static IEnumerable<string> Lines(string indent, string head, JsonElement? value)
    {
        var document = Document(value);
        var line = $"{indent}{head} {Compact(value)}";
        if (document is null && (line.Length <= Page.Width || value is null)) return [line];
        return (document ?? value!.Value) switch
        {
            { ValueKind: JsonValueKind.Object } map => map.EnumerateObject()
                .SelectMany(property => Lines(indent + Step, $"{property.Name}:", property.Value)).Prepend($"{indent}{head}"),
            { ValueKind: JsonValueKind.Array } list =>
                list.EnumerateArray().SelectMany(item => Lines(indent + Step, "-", item)).Prepend($"{indent}{head}"),
            _ => Folded(indent, line),
        };
    }

    /// <summary>What differs between two values, property by property where both have such: path below the first, old and new.</summary>
    public static IEnumerable<(string Path, JsonElement? Old, JsonElement? New)> Differences(
        string path, JsonElement? old, JsonElement? now)
    {
        var (before, after) = (Document(old) ?? old, Document(now) ?? now);
        if (before is { ValueKind: JsonValueKind.Object } was && after is { ValueKind: JsonValueKind.Object } becomes)
        {
            return was.EnumerateObject().Select(property => property.Name).Union(
                becomes.EnumerateObject().Select(property => property.Name))
                .SelectMany(name => Differences(path.Length == 0 ? name : $"{path}.{name}", Get(was, name), Get(becomes, name)));
        }

        if (before is { ValueKind: JsonValueKind.Array } few && after is { ValueKind: JsonValueKind.Array } many
            && few.GetArrayLength() == many.GetArrayLength())
            return Enumerable.Range(0, few.GetArrayLength()).SelectMany(index => Differences($"{path}[{index}]", few[index], many[index]));
        return Compact(before) == Compact(after) && before is not null ? [] : [(path, old, now)];
    }

    /// <summary>A value on one line.</summary>
    public static string Compact(JsonElement? value) => value switch
    {
        null => "(not shown)",
        { ValueKind: JsonValueKind.String } text when text.GetString() == MaskedResource.Unknown => "[unknown]",
        { ValueKind: JsonValueKind.String } text when text.GetString() == MaskedResource.Secret => MaskedResource.Secret,
        { } any => Json(any).Replace($"\"{MaskedResource.Unknown}\"", "[unknown]", StringComparison.Ordinal),
    };

    /// <summary>What a text holds that is a JSON document itself, such as a policy.</summary>
    private static JsonElement? Document(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text || text.GetString() is not ['{' or '[', .., '}' or ']'] content)
            return null;
        try
        {
            return JsonElement.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Get(JsonElement map, string name) => map.TryGetProperty(name, out var value) ? value : null;

    private static List<string> Folded(string indent, string line)
    {
        var folds = new List<string>();
        for (var (rest, before) = (line, ""); rest.Length > 0;)
        {
            var room = Page.Width - before.Length;
            var end = rest.Length <= room ? rest.Length : Break(rest, room);
            folds.Add(before + rest[..end].TrimEnd());
            rest = rest[end..];
            before = indent + Step;
        }

        return folds.Count <= MostLines ? folds : [.. folds.Take(MostLines), $"{indent}{Step}… {folds.Count - MostLines} more lines"];
    }

    /// <summary>Where a line ends: behind the last of what separates words, hosts, paths, if that leaves no short line.</summary>
    private static int Break(string text, int room) =>
        text.AsSpan(0, room).LastIndexOfAny([' ', ',', '/', ':', ';']) is var at && at >= room / 2 ? at + 1 : room;

    /// <summary>Without the serializer, which would make ready for every type there is.</summary>
    private static string Json(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
