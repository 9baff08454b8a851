using System.Text;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>
/// Tells what a file is. Its bytes decide where they can (PDF, docx, HTML, images); only text, which looks alike in many
/// formats, is told apart by the declared type and the file name.
/// </summary>
internal static class FormatSniffer
{
    private const int Window = 4096;

    private static readonly (byte[] Magic, string MediaType)[] Refused =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("GIF8"u8.ToArray(), "image/gif"),
        ("II*\0"u8.ToArray(), "image/tiff"),
        ("MM\0*"u8.ToArray(), "image/tiff"),
        ("BM"u8.ToArray(), "image/bmp"),
        ([0x1F, 0x8B], "application/gzip"),
        ("7z\xBC\xAF"u8.ToArray(), "application/x-7z-compressed"),
        ("Rar!"u8.ToArray(), "application/vnd.rar"),
        ("{\\rtf"u8.ToArray(), "application/rtf"),
    ];

    /// <summary>Finds the format.</summary>
    /// <param name="body">The file's bytes.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="declared">The media type its sender gave, or null.</param>
    /// <exception cref="RequestRejectedException">It is empty (422), encrypted (422) or of a kind that is not read (400).</exception>
    public static FileFormat Sniff(byte[] body, string fileName, string? declared)
    {
        if (body.Length == 0) throw RequestRejectedException.Unreadable("File is empty.");
        var head = body.AsSpan(0, Math.Min(body.Length, Window));
        if (head.IndexOf("%PDF-"u8) is >= 0 and < 1024) return FileFormat.Pdf;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return ZipContent.Format(body);
        if (head.StartsWith(CompoundFile.Magic)) throw CompoundFile.Refusal(body);
        foreach (var (magic, mediaType) in Refused)
            if (head.StartsWith(magic) && (magic.Length > 2 || IsBinary(head))) throw RequestRejectedException.Unsupported(mediaType);
        if (IsBinary(head)) throw RequestRejectedException.Unsupported(MediaTypes.Normalized(declared) ?? MediaTypes.Unknown);
        return LooksLikeHtml(head) ? FileFormat.Html : TextFormat(fileName, declared);
    }

    private static FileFormat TextFormat(string fileName, string? declared)
    {
        var byName = MediaTypes.FromName(fileName);
        var stated = MediaTypes.Normalized(declared);
        // text/plain is what senders say who do not know better; then the name knows more.
        var mediaType = stated is null or "text/plain" ? byName ?? stated ?? "text/plain" : stated;
        return mediaType switch
        {
            "text/plain" => FileFormat.Text,
            "text/markdown" => FileFormat.Markdown,
            "text/html" => FileFormat.Html,
            // The bytes are text, whatever the sender took them for: a PDF or docx that is none is damaged.
            "application/pdf" => throw RequestRejectedException.Unreadable("File does not appear to be a valid PDF"),
            MediaTypes.Docx => throw RequestRejectedException.Unreadable("File is not a valid docx"),
            _ => throw RequestRejectedException.Unsupported(mediaType),
        };
    }

    // UTF-16 text has zero bytes, too, and shows what it is by a byte order mark or by its characters.
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.Unicode.Preamble) || head.StartsWith(Encoding.BigEndianUnicode.Preamble)) return false;
        return head.Contains((byte)0) && UnmarkedUtf16.Of(head) is null;
    }

    private static bool LooksLikeHtml(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).TrimStart('\uFEFF', 'ï', '»', '¿', ' ', '\t', '\r', '\n');
        while (text.StartsWith("<!--", StringComparison.Ordinal) || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            var end = text.IndexOf('>', StringComparison.Ordinal);
            if (end < 0) return false;
            text = text[(end + 1)..].TrimStart();
        }

        string[] starts = ["<!doctype html", "<html", "<head", "<body"];
        return starts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }
}
