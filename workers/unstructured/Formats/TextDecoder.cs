using System.Text;
using PipAi.Workers.Unstructured.Refusals;
using UtfUnknown;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>
/// Bytes to text: byte order mark, else the encoding asked for, else UTF-16 if they can be nothing else, else UTF-8 if it is valid, else
/// what the bytes look like, else Windows-1252.
/// </summary>
internal static class TextDecoder
{
    private const int BytesToLookAt = 64 * 1024;
    private const float LeastConfidence = 0.6f;

    // Windows-1252, -1250, -1254, -1257, -1258 and ISO 8859-1, -2, -3, -4, -9, -10, -13, -14, -15, -16; ASCII.
    private static readonly HashSet<int> Western =
    [
        1252, 1250, 1254, 1257, 1258, 28591, 28592, 28593, 28594, 28599, 28600, 28603, 28604, 28605, 28606, 20127,
    ];

    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes a file.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="encoding">The name of the encoding asked for, or null.</param>
    /// <exception cref="RequestRejectedException">No such encoding (400).</exception>
    public static string Decode(byte[] body, string? encoding)
    {
        if (Marked(body) is { } marked) return marked.GetString(body, marked.Preamble.Length, body.Length - marked.Preamble.Length);
        // UTF-8 is what clients send who do not know: then the bytes decide.
        if (Asked(encoding) is { } asked and not UTF8Encoding) return asked.GetString(body);
        if (UnmarkedUtf16.Of(body.AsSpan(0, Math.Min(body.Length, BytesToLookAt))) is { } utf16) return utf16.GetString(body);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return Detected(body) ?? EncodingNames.Find("windows-1252")!.GetString(body);
        }
    }

    // Western encodings are told apart by guesswork only, and Windows-1252 holds the others. All else shows in the bytes.
    private static string? Detected(byte[] body)
    {
        var found = CharsetDetector.DetectFromBytes(body.AsSpan(0, Math.Min(body.Length, BytesToLookAt)).ToArray()).Detected;
        if (found?.Encoding is not { } encoding || found.Confidence < LeastConfidence || Western.Contains(encoding.CodePage)) return null;
        var text = encoding.GetString(body);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
    }

    private static Encoding? Marked(byte[] body)
    {
        // UTF-32 before UTF-16: its little-endian mark begins with the other's.
        Encoding[] candidates = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];
        return candidates.FirstOrDefault(candidate => body.AsSpan().StartsWith(candidate.Preamble));
    }

    private static Encoding? Asked(string? name) => name is null
        ? null
        : EncodingNames.Find(name) ?? throw RequestRejectedException.BadRequest($"Invalid encoding: {name}. No encoding has this name.");
}
