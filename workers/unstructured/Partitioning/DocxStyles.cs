using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>What a Word document's paragraph styles mean, their ancestors included.</summary>
internal sealed class DocxStyles
{
    private const int LongestAncestry = 20;
    private readonly Dictionary<string, Style> styles;

    /// <summary>Reads the styles of a document.</summary>
    public DocxStyles(MainDocumentPart document) =>
        styles = (document.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
            .Where(style => style.StyleId?.Value is not null)
            .DistinctBy(style => style.StyleId!.Value!)
            .ToDictionary(style => style.StyleId!.Value!, StringComparer.Ordinal);

    /// <summary>The style's names, its own first, then its ancestors', in lower case; the id stands in where a name is missing.</summary>
    public IEnumerable<string> Names(string? styleId) =>
        Ancestry(styleId).Select(style => (style.StyleName?.Val?.Value ?? style.StyleId!.Value!).ToLowerInvariant())
            .DefaultIfEmpty(styleId?.ToLowerInvariant() ?? "");

    /// <summary>The outline level that the style or an ancestor sets, from 0, or null.</summary>
    public int? OutlineLevel(string? styleId) => Ancestry(styleId)
        .Select(style => style.StyleParagraphProperties?.OutlineLevel?.Val?.Value).FirstOrDefault(level => level is not null);

    /// <summary>The numbering that the style or an ancestor sets, or null.</summary>
    public NumberingProperties? Numbering(string? styleId) => Ancestry(styleId)
        .Select(style => style.StyleParagraphProperties?.NumberingProperties).FirstOrDefault(numbering => numbering is not null);

    private IEnumerable<Style> Ancestry(string? styleId)
    {
        for (var steps = 0; steps < LongestAncestry && styleId is not null && styles.TryGetValue(styleId, out var style); steps++)
        {
            yield return style;
            styleId = style.BasedOn?.Val?.Value;
        }
    }
}
