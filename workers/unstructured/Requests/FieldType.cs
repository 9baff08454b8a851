using System.Globalization;
using System.Text.Json;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>A type of form field: its name, and how the values sent under one name are read.</summary>
/// <param name="Name">What the README calls it.</param>
/// <param name="Parse">Reads the values, at least one; throws <see cref="FieldException"/> where they are not of the type.</param>
/// <typeparam name="T">What they are read as.</typeparam>
internal sealed record FieldType<T>(string Name, Func<IReadOnlyList<string>, T> Parse);

/// <summary>The types of the partition form.</summary>
internal static class FieldType
{
    /// <summary>A text; of several values the last one counts, as in FastAPI.</summary>
    public static readonly FieldType<string?> Text = new("text", values => values[^1].Trim());

    /// <summary>A truth value in any of the spellings that FastAPI takes.</summary>
    public static readonly FieldType<bool> Flag = new("boolean", values => values[^1].Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" or "t" or "y" => true,
        "false" or "0" or "no" or "off" or "f" or "n" => false,
        _ => throw new FieldException("bool_parsing", "Input should be a valid boolean, unable to interpret input", values[^1]),
    });

    /// <summary>A whole number.</summary>
    public static readonly FieldType<int?> Integer = new("integer", values => Whole(values[^1]));

    /// <summary>A number.</summary>
    public static readonly FieldType<double?> Number = new("number", values =>
        double.TryParse(values[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new FieldException("float_parsing", "Input should be a valid number, unable to parse string as a number", values[^1]));

    /// <summary>Texts: repeated fields, or one with a JSON array, or with commas or plus signs between them.</summary>
    public static readonly FieldType<IReadOnlyList<string>> List = new("list", values => values is [var only] ? Split(only) : values);

    /// <summary>One of a few words; quotation marks around it are dropped, as Unstructured does.</summary>
    public static FieldType<string> Choice(params IReadOnlyList<string> words) => new(Quoted(words, '`', ", "), values =>
    {
        var value = values[^1].Trim('\'', '"');
        if (words.Contains(value)) return value;
        var others = Quoted(words.SkipLast(1), '\'', ", ");
        throw new FieldException("literal_error", $"Input should be {others} or '{words[^1]}'", values[^1]);
    });

    private static string Quoted(IEnumerable<string> words, char mark, string between) =>
        string.Join(between, words.Select(word => $"{mark}{word}{mark}"));

    private static int Whole(string text)
    {
        var digits = text.Trim();
        if (digits.EndsWith(".0", StringComparison.Ordinal)) digits = digits[..^2];
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FieldException("int_parsing", "Input should be a valid integer, unable to parse string as an integer", text);
    }

    private static string[] Split(string value)
    {
        if (!value.TrimStart().StartsWith('['))
            return value.Split(['+', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            using var json = JsonDocument.Parse(value);
            return [.. json.RootElement.EnumerateArray().Select(element => element.ToString())];
        }
        catch (JsonException)
        {
            throw new FieldException("list_type", "Input should be a valid list", value);
        }
    }
}
