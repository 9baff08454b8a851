using System.Collections.Immutable;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Multipart;

/// <summary>One part as a client names it when it completes an upload.</summary>
/// <param name="Number">Its number.</param>
/// <param name="ETag">The ETag that its upload was answered with, without quotes.</param>
/// <param name="Checksums">What the client says its checksums are.</param>
internal sealed record CompletedPart(int Number, string ETag, ImmutableSortedDictionary<ChecksumAlgorithm, string> Checksums)
{
    private const string Prefix = "Checksum";

    /// <summary>Reads a Part element.</summary>
    /// <exception cref="AwsException">It lacks its number or its ETag.</exception>
    public static CompletedPart Read(XElement part) =>
        int.TryParse(part.Text("PartNumber"), out var number) && part.Text("ETag") is { } etag
            ? new CompletedPart(number, etag.Trim().Trim('"'), ReadChecksums(part))
            : throw S3Errors.MalformedXml("a Part needs a PartNumber and an ETag");

    /// <summary>The uploaded part that it stands for.</summary>
    /// <exception cref="AwsException">There is none, or it is another one.</exception>
    public UploadedPart Match(MultipartUpload upload)
    {
        if (!upload.Parts.TryGetValue(Number, out var part) || part.ETag != ETag) throw Invalid("its entity tag");
        if (upload is { IsComposite: true, Algorithm: { } algorithm } && !Checksums.ContainsKey(algorithm))
            throw S3Errors.InvalidRequest(
                $"The upload was created using a {algorithm.Name().ToLowerInvariant()} checksum. The complete request "
                    + $"must include the checksum for each part. It was missing for part {Number} in the request.");
        foreach (var (claimed, value) in Checksums)
            if (part.Checksums.GetValueOrDefault(claimed) != value) throw Invalid($"its {claimed.Name()} checksum '{value}'");
        return part;
    }

    private static ImmutableSortedDictionary<ChecksumAlgorithm, string> ReadChecksums(XElement part) => part.Elements()
        .Where(element => element.Name.LocalName.StartsWith(Prefix, StringComparison.Ordinal) && element.Value.Length > 0)
        .ToImmutableSortedDictionary(
            element => ChecksumNames.FromName(element.Name.LocalName[Prefix.Length..])!.Value, element => element.Value);

    private AwsException Invalid(string what) => new(400, "InvalidPart",
        $"One or more of the specified parts could not be found. Part {Number} may not have been uploaded, or {what} may not match the "
            + $"part's.");
}
