using System.Globalization;
using System.Text.Json;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>
/// The form fields of a partition request that have an effect here. Those that only concern OCR or models
/// (<c>hi_res_model_name</c>, <c>skip_infer_table_types</c>, ...) are accepted and change nothing.
/// </summary>
internal sealed record PartitionParameters
{
    private static readonly string[] Strategies = ["fast", "hi_res", "auto", "ocr_only"];

    /// <summary>Whether boxes are wanted: <c>coordinates</c>.</summary>
    public bool Coordinates { get; init; }

    /// <summary>The encoding of text files, or null: <c>encoding</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether boundaries between pages are wanted as elements: <c>include_page_breaks</c>.</summary>
    public bool IncludePageBreaks { get; init; }

    /// <summary>The languages that the sender knows; empty to have them detected: <c>languages</c>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Whether ids are random instead of derived from the document: <c>unique_element_ids</c>.</summary>
    public bool UniqueElementIds { get; init; }

    /// <summary>The number of the first page: <c>starting_page_number</c>.</summary>
    public int StartingPageNumber { get; init; } = 1;

    /// <summary>A media type that goes before each file's own, or null: <c>content_type</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Reads the form.</summary>
    /// <exception cref="RefusedException">A value is wrong, or asks for what this service does not do (400).</exception>
    public static PartitionParameters Read(IFormCollection form)
    {
        CheckStrategy(Text(form, "strategy") ?? "auto");
        if (Text(form, "output_format") is { } output && output is not ("application/json" or "json"))
            throw RefusedException.BadRequest($"Invalid output_format: {output}. Must be application/json");
        if (Text(form, "chunking_strategy") is { } chunking)
            throw RefusedException.BadRequest($"Invalid chunking_strategy: {chunking}. This service does not chunk; leave it out");
        return new()
        {
            Coordinates = Flag(form, "coordinates"),
            Encoding = Text(form, "encoding"),
            IncludePageBreaks = Flag(form, "include_page_breaks"),
            Languages = List(form, "languages"),
            UniqueElementIds = Flag(form, "unique_element_ids"),
            StartingPageNumber = Number(form, "starting_page_number") ?? 1,
            ContentType = Text(form, "content_type"),
        };
    }

    private static void CheckStrategy(string strategy)
    {
        if (!Strategies.Contains(strategy.ToLowerInvariant()))
            throw RefusedException.BadRequest($"Invalid strategy: {strategy}. Must be one of {string.Join(", ", Strategies)}");
        if (strategy.Equals("ocr_only", StringComparison.OrdinalIgnoreCase))
            throw RefusedException.BadRequest("Invalid strategy: ocr_only. This service has no OCR; use auto");
    }

    private static string? Text(IFormCollection form, string name) =>
        form[name].FirstOrDefault()?.Trim() is { Length: > 0 } text ? text : null;

    private static bool Flag(IFormCollection form, string name) => Text(form, name)?.ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        var other => throw RefusedException.BadRequest($"Invalid {name}: {other}. Must be true or false"),
    };

    private static int? Number(IFormCollection form, string name)
    {
        if (Text(form, name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RefusedException.BadRequest($"Invalid {name}: {text}. Must be a whole number");
    }

    // Clients send lists as repeated fields, as repeated fields named "x[]", or as one field with a JSON array.
    private static List<string> List(IFormCollection form, string name)
    {
        var values = form[name].Concat(form[name + "[]"]).OfType<string>().Where(value => !string.IsNullOrWhiteSpace(value)).ToList();
        if (values is not [var only] || !only.StartsWith('[')) return values;
        try
        {
            return JsonSerializer.Deserialize<List<string>>(only) ?? [];
        }
        catch (JsonException)
        {
            throw RefusedException.BadRequest($"Invalid {name}: {only}. Must be a list of strings");
        }
    }
}
