using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>
/// Hashes a tar file that is never written: plain files of mode 600 without owners and times, names in the USTAR header where they fit and
/// in a PAX
/// record before it where they do not. Byte for byte what Go's writer makes of the same members.
/// </summary>
internal sealed class TarDigest(IncrementalHash hash)
{
    private const int BlockSize = 512;
    private const int NameSize = 100;
    private const int PrefixSize = 155;
    private const int PrefixAt = 345;
    private const char PlainFile = '0';
    private const char PaxHeader = 'x';
    private const int OwnerMayReadAndWrite = 384; // 0600

    public void Add(string name, byte[] content)
    {
        var split = Split(name);
        if (split is null)
        {
            var end = name.LastIndexOf('/') + 1;
            var record = Record("path", name);
            AddBlock(Header(Ascii($"{name[..end]}PaxHeaders.0/{name[end..]}"), "", PaxHeader, record.Length));
            AddPadded(record);
        }

        var (prefix, own) = split ?? ("", Ascii(name));
        AddBlock(Header(own, prefix, PlainFile, content.Length));
        AddPadded(content);
    }

    /// <summary>Ends the file.</summary>
    public byte[] Complete()
    {
        hash.AppendData(new byte[2 * BlockSize]);
        return hash.GetHashAndReset();
    }

    /// <summary>Where a name goes in a USTAR header; null where it does not fit.</summary>
    private static (string Prefix, string Name)? Split(string name)
    {
        if (!Ascii(name).Equals(name, StringComparison.Ordinal)) return null;
        if (name.Length <= NameSize) return ("", name);
        var at = name.LastIndexOf('/', Math.Min(name.Length - 1, PrefixSize));
        return at > 0 && name.Length - at - 1 is > 0 and <= NameSize ? (name[..at], name[(at + 1)..]) : null;
    }

    private static byte[] Header(string name, string prefix, char type, int size)
    {
        var block = new byte[BlockSize];
        Put(0, NameSize, name);
        PutNumber(100, 8, type == PlainFile ? OwnerMayReadAndWrite : 0);
        PutNumber(108, 8, 0);
        PutNumber(116, 8, 0);
        PutNumber(124, 12, size);
        PutNumber(136, 12, 0);
        block[156] = (byte)type;
        Put(257, 8, "ustar\000");
        if (type == PlainFile)
        {
            PutNumber(329, 8, 0);
            PutNumber(337, 8, 0);
        }

        Put(PrefixAt, PrefixSize, prefix);
        // The sum counts its own field as blanks.
        PutNumber(148, 7, block.Sum(octet => octet) + (8 * ' '));
        block[155] = (byte)' ';
        return block;

        void Put(int at, int length, string text) =>
            Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(length, text.Length)), block.AsSpan(at));
        void PutNumber(int at, int length, int number) => Put(at, length - 1, Convert.ToString(number, 8).PadLeft(length - 1, '0'));
    }

    /// <summary>A record of a PAX header: its length counts the digits of the length.</summary>
    private static byte[] Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetBytes($" {key}={value}\n");
        var length = rest.Length + 1;
        while (length != rest.Length + Digits(length).Length) length = rest.Length + Digits(length).Length;
        return [.. Encoding.ASCII.GetBytes(Digits(length)), .. rest];

        static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Ascii(string text) => string.Concat(text.Where(letter => letter is > '\0' and < (char)128));

    private void AddPadded(byte[] content)
    {
        hash.AppendData(content);
        if (content.Length % BlockSize is > 0 and var rest) hash.AppendData(new byte[BlockSize - rest]);
    }

    private void AddBlock(byte[] block) => hash.AppendData(block);
}
