namespace PipAi.Workers.Unstructured.Formats;

/// <summary>The kinds of documents that can be partitioned.</summary>
internal enum FileFormat
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Markdown (CommonMark with tables, footnotes and front matter).</summary>
    Markdown,

    /// <summary>HTML or XHTML.</summary>
    Html,

    /// <summary>PDF with text in it; there is no OCR.</summary>
    Pdf,

    /// <summary>Word's Office Open XML.</summary>
    Docx,
}
