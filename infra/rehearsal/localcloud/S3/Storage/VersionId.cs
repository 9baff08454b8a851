using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>Version ids: the time of the write and chance, so that a list can go on behind a version that is gone.</summary>
internal static class VersionId
{
    private const int Length = 24;

    /// <summary>A new one.</summary>
    public static string New(DateTimeOffset created)
    {
        Span<byte> bytes = stackalloc byte[Length];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, created.UtcTicks);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The time of the write; null for an id that was not made here.</summary>
    public static DateTimeOffset? TimeOf(string id)
    {
        if (!Base64Url.IsValid(id, out var length) || length != Length) return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(Base64Url.DecodeFromChars(id));
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
