using System.Globalization;
using System.Text;

namespace PipAi.Workers.Unstructured.Formats;

/// <summary>Encodings by the names that people send: IANA's, and those of Python's codecs, which Unstructured's users know.</summary>
internal static class EncodingNames
{
    // Python's names that no rule below leads to the usual one.
    private static readonly Dictionary<string, string> Python = new(StringComparer.Ordinal)
    {
        ["latin"] = "iso-8859-1",
        ["l1"] = "iso-8859-1",
        ["8859"] = "iso-8859-1",
        ["u8"] = "utf-8",
        ["utf"] = "utf-8",
        ["utf_8_sig"] = "utf-8",
        ["utf_16_le"] = "utf-16le",
        ["utf_16_be"] = "utf-16be",
        ["utf_32_le"] = "utf-32le",
        ["utf_32_be"] = "utf-32be",
        ["u16"] = "utf-16",
        ["u32"] = "utf-32",
        ["646"] = "us-ascii",
        ["cp932"] = "shift_jis",
        ["ms932"] = "shift_jis",
        ["mskanji"] = "shift_jis",
        ["ms_kanji"] = "shift_jis",
        ["s_jis"] = "shift_jis",
        ["sjis"] = "shift_jis",
        ["ujis"] = "euc-jp",
        ["u_jis"] = "euc-jp",
        ["eucjp"] = "euc-jp",
        ["cp949"] = "ks_c_5601-1987",
        ["uhc"] = "ks_c_5601-1987",
        ["ms949"] = "ks_c_5601-1987",
        ["euckr"] = "euc-kr",
        ["cp936"] = "gbk",
        ["ms936"] = "gbk",
        ["euc_cn"] = "gb2312",
        ["euccn"] = "gb2312",
        ["gb18030_2000"] = "gb18030",
        ["cp950"] = "big5",
        ["ms950"] = "big5",
        ["big5_tw"] = "big5",
        ["hz"] = "hz-gb-2312",
        ["tis_620"] = "windows-874",
        ["tis620"] = "windows-874",
        ["mac_roman"] = "macintosh",
        ["macroman"] = "macintosh",
        ["mac_cyrillic"] = "x-mac-cyrillic",
        ["mac_greek"] = "x-mac-greek",
        ["mac_turkish"] = "x-mac-turkish",
        ["mac_latin2"] = "x-mac-ce",
        ["mac_iceland"] = "x-mac-icelandic",
    };

    // Which part of ISO 8859 a "Latin n" is.
    private static readonly int[] LatinParts = [1, 2, 3, 4, 9, 10, 13, 14, 15, 16];

    static EncodingNames() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of this name, or null if there is none.</summary>
    public static Encoding? Find(string name)
    {
        var plain = name.Trim().ToLowerInvariant();
        return Candidates(plain, plain.Replace('-', '_').Replace(' ', '_')).Select(Get).FirstOrDefault(encoding => encoding is not null);
    }

    private static IEnumerable<string> Candidates(string plain, string underscored)
    {
        if (Python.TryGetValue(underscored, out var known)) yield return known;
        yield return plain;
        yield return underscored.Replace('_', '-');
        if (Number(underscored, "iso8859_", "iso_8859_", "8859_") is { } part) yield return $"iso-8859-{part}";
        if (Number(underscored, "latin_", "latin", "l") is { } latin && latin >= 1 && latin <= LatinParts.Length)
            yield return $"iso-8859-{LatinParts[latin - 1]}";
        if (Number(underscored, "cp", "cp_", "windows", "ibm") is { } page)
        {
            yield return $"windows-{page}";
            yield return string.Create(CultureInfo.InvariantCulture, $"ibm{page:D3}");
            yield return $"cp{page}";
        }
    }

    private static int? Number(string name, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        }

        return null;
    }

    private static Encoding? Get(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
