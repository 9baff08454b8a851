using System.Security.Cryptography;

namespace PipAi.LocalCloud.S3.Checksums;

/// <summary>A checksum in the making: bytes go in, the value S3 shows comes out.</summary>
internal sealed class Checksum : IDisposable
{
    private readonly IncrementalHash? hash;
    private readonly CyclicRedundancyCheck? redundancyCheck;

    private Checksum(HashAlgorithmName name) => hash = IncrementalHash.CreateHash(name);

    private Checksum(CyclicRedundancyCheck check) => redundancyCheck = check;

    /// <summary>Starts one.</summary>
    public static Checksum Create(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new(CyclicRedundancyCheck.Crc32()),
        ChecksumAlgorithm.Crc32C => new(CyclicRedundancyCheck.Crc32C()),
        ChecksumAlgorithm.Crc64Nvme => new(CyclicRedundancyCheck.Crc64Nvme()),
        ChecksumAlgorithm.Sha1 => new(HashAlgorithmName.SHA1),
        ChecksumAlgorithm.Sha256 => new(HashAlgorithmName.SHA256),
    };

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        hash?.AppendData(bytes);
        redundancyCheck?.Append(bytes);
    }

    /// <summary>The value over everything added, in base64; a CRC is big-endian.</summary>
    public string Value() => Convert.ToBase64String(redundancyCheck?.Value() ?? hash!.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => hash?.Dispose();
}
