namespace PipAi.Workers.Unstructured.Formats;

/// <summary>Media types: of the formats that are read, and of those that are recognised to be refused by name.</summary>
internal static class MediaTypes
{
    /// <summary>Word's Office Open XML.</summary>
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Bytes of no known kind.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".text"] = "text/plain",
        [".log"] = "text/plain",
        [".md"] = "text/markdown",
        [".markdown"] = "text/markdown",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".xhtml"] = "text/html",
        [".csv"] = "text/csv",
        [".tsv"] = "text/tsv",
        [".json"] = "application/json",
        [".xml"] = "application/xml",
        [".eml"] = "message/rfc822",
        [".rst"] = "text/x-rst",
        [".org"] = "text/org",
    };

    /// <summary>The media type of a format, as it stands in the elements' metadata.</summary>
    public static string Of(FileFormat format) => format switch
    {
        FileFormat.Text => "text/plain",
        FileFormat.Markdown => "text/markdown",
        FileFormat.Html => "text/html",
        FileFormat.Pdf => "application/pdf",
        FileFormat.Docx => Docx,
    };

    /// <summary>Unstructured's short name of a format, as <c>skip_infer_table_types</c> takes it.</summary>
    public static string ShortName(FileFormat format) => format switch
    {
        FileFormat.Text => "txt",
        FileFormat.Markdown => "md",
        FileFormat.Html => "html",
        FileFormat.Pdf => "pdf",
        FileFormat.Docx => "docx",
    };

    /// <summary>What a file name promises, or null if its extension says nothing.</summary>
    public static string? FromName(string fileName) => ByExtension.GetValueOrDefault(Path.GetExtension(fileName));

    /// <summary>
    /// The type without its parameters, in lower case; <c>text/x-markdown</c> and its like under their usual name; null if it says nothing.
    /// </summary>
    public static string? Normalized(string? mediaType)
    {
        var bare = mediaType?.Split(';')[0].Trim().ToLowerInvariant();
        return bare switch
        {
            null or "" or Unknown or "binary/octet-stream" => null,
            "text/x-markdown" => "text/markdown",
            "application/xhtml+xml" => "text/html",
            "text/json" => "application/json",
            "text/xml" => "application/xml",
            _ => bare,
        };
    }
}
