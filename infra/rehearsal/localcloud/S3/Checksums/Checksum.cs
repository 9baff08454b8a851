using System.Security.Cryptography;
using PipAi.LocalCloud.S3.Protocol;

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

    /// <summary>A value that a client claims, if it has the form of one.</summary>
    /// <exception cref="Signatures.AwsException">It is not base64 of the right length.</exception>
    public static string Verified(ChecksumAlgorithm algorithm, string value)
    {
        var length = algorithm switch
        {
            ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => 4,
            ChecksumAlgorithm.Crc64Nvme => 8,
            ChecksumAlgorithm.Sha1 => 20,
            ChecksumAlgorithm.Sha256 => 32,
        };
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var written) && written == length
            ? value
            : throw S3Errors.InvalidRequest($"Value for {algorithm.Header()} header is invalid: '{value}'.");
    }

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
