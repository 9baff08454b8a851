using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Multipart;

/// <summary>The parts that a client names when it completes an upload.</summary>
internal sealed record CompletedParts(IReadOnlyList<CompletedPart> Parts)
{
    private const long SmallestPart = 5 << 20;

    /// <summary>Reads the document.</summary>
    /// <exception cref="AwsException">It names none, or not in order.</exception>
    public static CompletedParts Read(XElement document)
    {
        var parts = document.Children("Part")
            .Select(CompletedPart.Read)
            .ToList();
        if (parts.Count == 0) throw S3Errors.MalformedXml("it names no part");
        if (parts.Zip(parts.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
            throw new AwsException(400, "InvalidPartOrder",
                "The list of parts was not in ascending order. Parts must be ordered by part number.");
        return new CompletedParts(parts);
    }

    /// <summary>The uploaded parts they stand for.</summary>
    /// <exception cref="AwsException">One is not there, another one is, or one is too small.</exception>
    public IReadOnlyList<UploadedPart> Match(MultipartUpload upload)
    {
        var matched = Parts
            .Select(named => named.Match(upload))
            .ToList();
        if (matched.SkipLast(1).Any(part => part.Size < SmallestPart))
            throw new AwsException(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        return matched;
    }

    /// <summary>The object's ETag: the MD5 of the parts' MD5s, and their number.</summary>
    public static string ETag(IReadOnlyList<UploadedPart> parts)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var part in parts) md5.AppendData(Convert.FromHexString(part.ETag));
        return $"{Convert.ToHexStringLower(md5.GetHashAndReset())}-{parts.Count}";
    }

    /// <summary>The checksum of the parts' checksums, and their number; nothing where a part has none.</summary>
    public static ImmutableSortedDictionary<ChecksumAlgorithm, string> CompositeChecksum(
        IReadOnlyList<UploadedPart> parts, ChecksumAlgorithm algorithm)
    {
        using var checksum = Checksum.Create(algorithm);
        foreach (var part in parts)
        {
            if (!part.Checksums.TryGetValue(algorithm, out var value)) return ImmutableSortedDictionary<ChecksumAlgorithm, string>.Empty;
            checksum.Append(Convert.FromBase64String(value));
        }

        return ImmutableSortedDictionary<ChecksumAlgorithm, string>.Empty.Add(algorithm, $"{checksum.Value()}-{parts.Count}");
    }
}
