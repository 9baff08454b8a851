using System.Text;

namespace PipAi.Workers.Pipeline.Documents;

/// <summary>The rules for object keys; pure, because workflow code calls them.</summary>
internal static class DocumentKey
{
    /// <summary>What is appended to a document's key to name its elements.</summary>
    public const string ElementsSuffix = ".elements.json";

    // S3's limit for a key is 1024 bytes of UTF-8; the elements' key must fit, too.
    private const int LongestInBytes = 1024 - 14;

    /// <summary>Why <paramref name="key"/> cannot be a document's key, or null if it can.</summary>
    public static string? Problem(string? key) => key switch
    {
        null or "" => "The input has no 'key'; it must be the document's key in the bucket, such as documents/42/report.pdf.",
        _ when key.StartsWith('/') => $"The key '{key}' begins with '/'; S3 clients cannot sign such keys. Leave the slash out.",
        _ when key.EndsWith('/') => $"The key '{key}' names a folder; it must name an object.",
        _ when key.EndsWith(ElementsSuffix, StringComparison.Ordinal) => $"The key '{key}' is a result already; give the document's key.",
        _ when Encoding.UTF8.GetByteCount(key) > LongestInBytes =>
            $"The key has {Encoding.UTF8.GetByteCount(key)} bytes; at most {LongestInBytes} leave room for the result's key.",
        _ => null,
    };

    /// <summary>The key of a document's elements.</summary>
    public static string Elements(string key) => key + ElementsSuffix;

    /// <summary>The document's file name: what follows the last slash.</summary>
    public static string FileName(string key) => key[(key.LastIndexOf('/') + 1)..];
}
