using System.Text;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>Bytes to text: byte order mark, else the encoding asked for, else UTF-8 if it is valid, else Windows-1252.</summary>
internal static class TextDecoder
{
    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes a file.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="encoding">The name of the encoding asked for, or null.</param>
    /// <exception cref="RefusedException">No such encoding (400).</exception>
    public static string Decode(byte[] body, string? encoding)
    {
        if (Marked(body) is { } marked) return marked.GetString(body, marked.Preamble.Length, body.Length - marked.Preamble.Length);
        if (encoding is not null && Named(encoding) is not UTF8Encoding) return Named(encoding).GetString(body);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1252).GetString(body);
        }
    }

    private static Encoding? Marked(byte[] body)
    {
        // UTF-32 before UTF-16: its little-endian mark begins with the other's.
        Encoding[] candidates = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];
        return candidates.FirstOrDefault(candidate => body.AsSpan().StartsWith(candidate.Preamble));
    }

    private static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name.Replace('_', '-'));
        }
        catch (ArgumentException)
        {
            throw RefusedException.BadRequest($"Invalid encoding: {name}.");
        }
    }
}
