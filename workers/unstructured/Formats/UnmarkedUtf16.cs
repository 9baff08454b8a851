using System.Globalization;
using System.Text;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>
/// Text in UTF-16 without a byte order mark, as older programs of Windows write it. It has zero bytes, which no other text has; read in the
/// right order they are the high halves of blanks, line ends and Latin letters, and nothing in it is unassigned or a control character.
/// </summary>
internal static class UnmarkedUtf16
{
    private static readonly Encoding[] Orders = [Strict(bigEndian: false), Strict(bigEndian: true)];

    /// <summary>The encoding of the beginning of a file, or null if it is another one, or no text at all.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2 || !head.Contains((byte)0)) return null;
        // A half of a pair at the end says nothing.
        var whole = head[..(head.Length - (head.Length % 2))].ToArray();
        return Orders.FirstOrDefault(order => IsText(whole, order));
    }

    private static bool IsText(byte[] bytes, Encoding order)
    {
        try
        {
            var text = order.GetString(bytes, 0, char.IsHighSurrogate(Last(bytes, order)) ? bytes.Length - 2 : bytes.Length);
            return text.Any(sign => sign is ' ' or '\n' or (>= '0' and <= 'z')) && text.EnumerateRunes().All(IsSign);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static char Last(byte[] bytes, Encoding order) =>
        (char)(order == Orders[1] ? (bytes[^2] << 8) | bytes[^1] : (bytes[^1] << 8) | bytes[^2]);

    private static bool IsSign(Rune rune) => rune.Value is '\t' or '\n' or '\r' or '\f' || Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    private static UnicodeEncoding Strict(bool bigEndian) => new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);
}
