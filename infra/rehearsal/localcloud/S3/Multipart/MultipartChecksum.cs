using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Multipart;

/// <summary>
/// The checksum of a multipart upload: which one the client chose, and what it claims of it when it completes the upload.
/// </summary>
internal static class MultipartChecksum
{
    private const string Composite = "COMPOSITE";
    private const string FullObject = "FULL_OBJECT";

    /// <summary>The choice of a new upload.</summary>
    /// <exception cref="Signatures.AwsException">The type is not one that the algorithm has.</exception>
    public static (ChecksumAlgorithm? Algorithm, bool IsComposite) Chosen(S3Request request)
    {
        var type = request.Header("x-amz-checksum-type");
        if (request.Header("x-amz-checksum-algorithm") is not { } name)
            return type is null ? (null, false) : throw S3Errors.InvalidRequest(
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        var algorithm = ChecksumNames.FromName(name)!.Value;
        type ??= algorithm is ChecksumAlgorithm.Crc64Nvme ? FullObject : Composite;
        if (algorithm is ChecksumAlgorithm.Crc64Nvme && type == Composite) throw Unfit(type, algorithm);
        if (algorithm is ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256 && type == FullObject) throw Unfit(type, algorithm);
        return (algorithm, type == Composite);
    }

    /// <summary>The type's name in headers and XML.</summary>
    public static string Type(bool isComposite) => isComposite ? Composite : FullObject;

    /// <summary>Refuses a part whose checksum is of another algorithm than the upload's.</summary>
    /// <exception cref="Signatures.AwsException">It is.</exception>
    public static void VerifyPart(S3Request request, MultipartUpload upload)
    {
        if (upload.Algorithm is not { } wanted) return;
        var announced = request.Headers.Select(header => ChecksumNames.FromHeader(header.Key))
            .Append(ChecksumNames.FromHeader(request.Header("x-amz-trailer") ?? ""))
            .FirstOrDefault(algorithm => algorithm is not null);
        if (announced == wanted || (announced is null && !upload.IsComposite)) return;
        throw S3Errors.InvalidRequest($"Checksum Type mismatch occurred, expected checksum Type: {wanted.Name().ToLowerInvariant()}, "
            + $"actual checksum Type: {announced?.Name().ToLowerInvariant() ?? "null"}");
    }

    /// <summary>Refuses a completion whose headers claim another checksum, type or size of the object.</summary>
    /// <exception cref="Signatures.AwsException">They do.</exception>
    public static void Verify(
        S3Request request, MultipartUpload upload, long size, ImmutableSortedDictionary<ChecksumAlgorithm, string> checksums)
    {
        if (request.Header("x-amz-checksum-type") is { } type && type != Type(upload.IsComposite))
            throw S3Errors.InvalidRequest(
                $"The upload was created using the {Type(upload.IsComposite)} checksum mode. The complete request "
                    + $"must use the same checksum mode, not {type}.");
        if (request.Header("x-amz-mp-object-size") is { } text && (!long.TryParse(text, out var claimed) || claimed != size))
            throw S3Errors.InvalidRequest(
                $"The provided 'x-amz-mp-object-size' header value {text} does not match what was computed: {size}");
        foreach (var (header, value) in request.Headers)
        {
            if (ChecksumNames.FromHeader(header) is not { } algorithm) continue;
            if (!checksums.TryGetValue(algorithm, out var computed))
                throw S3Errors.InvalidRequest(
                    $"The upload has no {algorithm.Name()} checksum to compare '{header.ToLowerInvariant()}' with.");
            if (!Equal(value.ToString(), computed)) throw S3Errors.BadDigest(algorithm.Name());
        }
    }

    /// <summary>A composite checksum may be claimed with the number of its parts or without.</summary>
    private static bool Equal(string claimed, string computed) =>
        claimed == computed || (!claimed.Contains('-', StringComparison.Ordinal) && claimed == computed.Split('-')[0]);

    private static Signatures.AwsException Unfit(string type, ChecksumAlgorithm algorithm) => S3Errors.InvalidRequest(
        $"The {type} checksum type cannot be used with the {algorithm.Name().ToLowerInvariant()} checksum algorithm.");
}
