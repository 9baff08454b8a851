using UglyToad.PdfPig.DocumentLayoutAnalysis;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>A line on a PDF page.</summary>
/// <param name="Line">Its words.</param>
/// <param name="Text">Its text, with the bullet or number that hangs to its left.</param>
internal sealed record PdfLine(TextLine Line, string Text);
