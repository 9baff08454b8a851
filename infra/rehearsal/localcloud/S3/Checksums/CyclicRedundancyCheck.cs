using System.Buffers.Binary;

namespace PipAi.LocalCloud.S3.Checksums;

/// <summary>A reflected CRC of 32 or 64 bits, all ones at the start and inverted at the end.</summary>
internal sealed class CyclicRedundancyCheck
{
    private static readonly ulong[][] Table32 = Tables(0xEDB88320);
    private static readonly ulong[][] Table32C = Tables(0x82F63B78);
    private static readonly ulong[][] Table64Nvme = Tables(0x9A6C9329AC4BC9B5);

    private readonly ulong[][] tables;
    private readonly int width;
    private ulong state;

    private CyclicRedundancyCheck(ulong[][] tables, int width)
    {
        this.tables = tables;
        this.width = width;
        state = Mask;
    }

    private ulong Mask => width == 8 ? ulong.MaxValue : uint.MaxValue;

    /// <summary>The CRC of zip and PNG.</summary>
    public static CyclicRedundancyCheck Crc32() => new(Table32, 4);

    /// <summary>The CRC of iSCSI.</summary>
    public static CyclicRedundancyCheck Crc32C() => new(Table32C, 4);

    /// <summary>The CRC of NVM Express.</summary>
    public static CyclicRedundancyCheck Crc64Nvme() => new(Table64Nvme, 8);

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        var (t0, t1, t2, t3) = (tables[0], tables[1], tables[2], tables[3]);
        var (t4, t5, t6, t7) = (tables[4], tables[5], tables[6], tables[7]);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var x = crc ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = t7[(byte)x] ^ t6[(byte)(x >> 8)] ^ t5[(byte)(x >> 16)] ^ t4[(byte)(x >> 24)]
                ^ t3[(byte)(x >> 32)] ^ t2[(byte)(x >> 40)] ^ t1[(byte)(x >> 48)] ^ t0[(byte)(x >> 56)];
        }

        foreach (var octet in bytes) crc = t0[(byte)(crc ^ octet)] ^ (crc >> 8);
        state = crc;
    }

    /// <summary>The value, big-endian, 4 or 8 bytes.</summary>
    public byte[] Value()
    {
        var bytes = BitConverter.GetBytes(state ^ Mask)[..width];
        if (BitConverter.IsLittleEndian) Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>Eight tables take eight bytes at once: table n is about a byte that n others follow.</summary>
    private static ulong[][] Tables(ulong polynomial)
    {
        var tables = new ulong[8][];
        tables[0] = Table(polynomial);
        for (var n = 1; n < tables.Length; n++)
            tables[n] = [.. tables[n - 1].Select(entry => tables[0][(byte)entry] ^ (entry >> 8))];
        return tables;
    }

    private static ulong[] Table(ulong polynomial)
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var entry = (ulong)i;
            for (var bit = 0; bit < 8; bit++) entry = (entry & 1) == 1 ? polynomial ^ (entry >> 1) : entry >> 1;
            table[i] = entry;
        }

        return table;
    }
}
