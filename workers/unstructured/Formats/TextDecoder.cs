using System.Text;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>Bytes to text: byte order mark, else the encoding asked for, else UTF-8 if it is valid, else Windows-1252.</summary>
internal static class TextDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="encoding">The name of the encoding asked for, or null.</param>
    /// <exception cref="RefusedException">No such encoding (400).</exception>
    public static string Decode(byte[] body, string? encoding)
    {
        if (Marked(body) is { } marked) return marked.GetString(body, marked.Preamble.Length, body.Length - marked.Preamble.Length);
        // UTF-8 is what clients send who do not know: then the bytes decide.
        if (Asked(encoding) is { } asked and not UTF8Encoding) return asked.GetString(body);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return EncodingNames.Find("windows-1252")!.GetString(body);
        }
    }

    private static Encoding? Marked(byte[] body)
    {
        // UTF-32 before UTF-16: its little-endian mark begins with the other's.
        Encoding[] candidates = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];
        return candidates.FirstOrDefault(candidate => body.AsSpan().StartsWith(candidate.Preamble));
    }

    private static Encoding? Asked(string? name) => name is null
        ? null
        : EncodingNames.Find(name) ?? throw RefusedException.BadRequest($"Invalid encoding: {name}. No encoding has this name.");
}
