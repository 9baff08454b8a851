namespace PipAi.Operations.Documents;

/// <summary>Content types by file extension, for the kinds of document the platform parses.</summary>
internal static class ContentTypes
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".md"] = "text/markdown",
        [".txt"] = "text/plain",
    };

    /// <summary>The type of <paramref name="fileName"/>; unknown extensions are sent as bytes and judged by their content.</summary>
    public static string Of(string fileName) => ByExtension.GetValueOrDefault(Path.GetExtension(fileName), "application/octet-stream");
}
