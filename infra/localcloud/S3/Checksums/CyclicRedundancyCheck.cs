namespace PipAi.LocalCloud.S3.Checksums;

/// <summary>A reflected CRC of 32 or 64 bits, all ones at the start and inverted at the end.</summary>
internal sealed class CyclicRedundancyCheck
{
    private static readonly ulong[] Table32 = Table(0xEDB88320);
    private static readonly ulong[] Table32C = Table(0x82F63B78);
    private static readonly ulong[] Table64Nvme = Table(0x9A6C9329AC4BC9B5);

    private readonly ulong[] table;
    private readonly int width;
    private ulong state;

    private CyclicRedundancyCheck(ulong[] table, int width)
    {
        this.table = table;
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
        foreach (var octet in bytes) crc = table[(byte)(crc ^ octet)] ^ (crc >> 8);
        state = crc;
    }

    /// <summary>The value, big-endian, 4 or 8 bytes.</summary>
    public byte[] Value()
    {
        var bytes = BitConverter.GetBytes(state ^ Mask)[..width];
        if (BitConverter.IsLittleEndian) Array.Reverse(bytes);
        return bytes;
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
