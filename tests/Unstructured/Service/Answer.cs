using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Service;

/// <summary>What the service answered.</summary>
internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<Element> Elements => JsonSerializer.Deserialize<List<Element>>(Body)!;

    public string Detail =>
        JsonNode.Parse(Body) is JsonObject error
            ? (error["detail"] is JsonValue text ? text.GetValue<string>() : error["detail"]!.ToJsonString(Relaxed))
            : $"{Elements.Count} elements";

    public string Pretty => JsonNode.Parse(Body)!.ToJsonString(Indented);

    /// <summary>One line an element: type, depth, page, text.</summary>
    public string Outline => string.Join("\n", Elements.Select(element =>
        $"{element.Type} {element.Metadata.CategoryDepth?.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ?? "-"}: {element.Text}"));

    public static async Task<Answer> ReadAsync(HttpResponseMessage answer) => new(
        (int)answer.StatusCode,
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        answer.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
}
