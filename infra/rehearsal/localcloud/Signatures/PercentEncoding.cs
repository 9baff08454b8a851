using System.Text;

namespace PipAi.LocalCloud.Signatures;

/// <summary>RFC 3986 percent encoding as Signature Version 4 wants it: only unreserved characters stay.</summary>
internal static class PercentEncoding
{
    /// <summary>Encodes the UTF-8 bytes of a text; a path keeps its slashes.</summary>
    public static string Encode(string text, bool keepSlashes = false)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var stays = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
                || (keepSlashes && octet == (byte)'/');
            if (stays) encoded.Append((char)octet);
            else encoded.Append('%').Append(octet.ToString("X2", null));
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a raw path or query part; a plus sign stays a plus sign, as in S3 keys.</summary>
    public static string Decode(string text) => Uri.UnescapeDataString(text);
}
