using System.Collections.Immutable;
using System.Security.Cryptography;
using PipAi.LocalCloud.S3.Checksums;

namespace PipAi.LocalCloud.S3.Bodies;

/// <summary>Measures content on its way to disk: length, MD5 and checksums.</summary>
internal sealed class BodyMeasure : IDisposable
{
    private readonly IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly Dictionary<ChecksumAlgorithm, Checksum> checksums;
    private long length;

    /// <summary>Starts measuring.</summary>
    public BodyMeasure(IEnumerable<ChecksumAlgorithm> algorithms) =>
        checksums = algorithms.ToDictionary(algorithm => algorithm, Checksum.Create);

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        length += bytes.Length;
        md5.AppendData(bytes);
        foreach (var checksum in checksums.Values) checksum.Append(bytes);
    }

    /// <summary>What was measured.</summary>
    public ReceivedBody Result() => new()
    {
        Length = length,
        Md5 = Convert.ToHexStringLower(md5.GetCurrentHash()),
        Checksums = checksums.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value()),
    };

    /// <summary>Copies from one stream to another and measures.</summary>
    /// <param name="from">The source, at its place.</param>
    /// <param name="to">The destination.</param>
    /// <param name="most">The most bytes to copy.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public async Task CopyAsync(Stream from, Stream to, long most, CancellationToken cancellation)
    {
        var buffer = new byte[81_920];
        for (var left = most; left > 0;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation);
            if (read == 0) break;
            Append(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            left -= read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        md5.Dispose();
        foreach (var checksum in checksums.Values) checksum.Dispose();
    }
}
