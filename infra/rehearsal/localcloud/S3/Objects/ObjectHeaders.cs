using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>The headers that are stored with an object, and those that describe it in answers.</summary>
internal static class ObjectHeaders
{
    private const string Encryption = "x-amz-server-side-encryption";
    private const string Metadata = "x-amz-meta-";
    private const int MostMetadata = 2 << 10;

    private static readonly string[] Kept = ["Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires"];

    // What a copy never takes over from its source.
    private static readonly string[] OfTheWrite =
    [
        "x-amz-website-redirect-location", Encryption, "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-bucket-key-enabled",
    ];

    private static readonly (string Query, string Header)[] Overrides =
    [
        ("response-content-type", "Content-Type"), ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"), ("response-content-language", "Content-Language"),
        ("response-cache-control", "Cache-Control"), ("response-expires", "Expires"),
    ];

    /// <summary>A version as the request's headers describe it; its content is still to come.</summary>
    public static ObjectVersion Template(S3Request request) => new()
    {
        Id = ObjectVersion.NullId,
        Created = default,
        Headers = Read(request),
        Tags = ReadTags(request),
    };

    /// <summary>The stored headers of the request.</summary>
    public static ImmutableSortedDictionary<string, string> Read(S3Request request)
    {
        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var name in Kept)
            if (request.Header(name) is { } value) headers[name] = value;
        // aws-chunked is how the body travelled, not what the object is.
        var encodings = (request.Header("Content-Encoding") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(encoding => encoding != "aws-chunked");
        if (string.Join(',', encodings) is { Length: > 0 } encoding) headers["Content-Encoding"] = encoding;
        foreach (var (name, value) in request.Headers)
            if (name.StartsWith(Metadata, StringComparison.OrdinalIgnoreCase)) headers[name.ToLowerInvariant()] = value.ToString();
        // Values are octets, one char each.
        var size = headers.Where(header => header.Key.StartsWith(Metadata, StringComparison.Ordinal))
            .Sum(header => header.Key.Length - Metadata.Length + header.Value.Length);
        if (size > MostMetadata)
            throw new AwsException(400, "MetadataTooLarge",
                $"Your metadata headers exceed the maximum allowed metadata size: {size} bytes, the most is {MostMetadata}.");
        return Own(request, headers.ToImmutable());
    }

    /// <summary>The headers of a copy that keeps its source's: all but those of the write itself.</summary>
    public static ImmutableSortedDictionary<string, string> Copied(S3Request request, ObjectVersion source) =>
        Own(request, source.Headers.RemoveRange(OfTheWrite));

    /// <summary>The tags of the <c>x-amz-tagging</c> header.</summary>
    public static ImmutableSortedDictionary<string, string> ReadTags(S3Request request)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var pair in (request.Header("x-amz-tagging") ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToArray();
            if (!tags.TryAdd(parts[0], parts.Length == 2 ? parts[1] : ""))
                throw S3Errors.InvalidArgument($"Cannot provide multiple Tags with the same key: '{parts[0]}'");
        }

        return tags.Count <= 10 ? tags.ToImmutable() : throw S3Errors.InvalidArgument("Object tags cannot be greater than 10");
    }

    /// <summary>Describes a version in the answer to a read.</summary>
    public static void Write(S3Request request, ObjectVersion version)
    {
        foreach (var (name, value) in version.Headers) request.Answer[name] = value;
        if (!version.Headers.ContainsKey("Content-Type")) request.Answer.ContentType = "binary/octet-stream";
        request.Answer.ETag = $"\"{version.ETag}\"";
        request.Answer.LastModified = version.Created.ToString("R", null);
        request.Answer.AcceptRanges = "bytes";
        WriteVersion(request, version);
        if (version.Tags.Count > 0) request.Answer["x-amz-tagging-count"] = $"{version.Tags.Count}";
        if (version.ReplicationStatus is { } status) request.Answer["x-amz-replication-status"] = status;
        foreach (var (query, header) in Overrides)
            if (request.Query(query) is { } value) request.Answer[header] = value;
    }

    /// <summary>Describes a version in the answer to a write.</summary>
    public static void WriteResult(S3Request request, ObjectVersion version)
    {
        request.Answer.ETag = $"\"{version.ETag}\"";
        WriteNewVersion(request, version);
        WriteChecksums(request, version);
        foreach (var name in OfTheWrite.Skip(1))
            if (version.Headers.TryGetValue(name, out var value)) request.Answer[name] = value;
    }

    /// <summary>The version id, where the bucket has versions.</summary>
    public static void WriteVersion(S3Request request, ObjectVersion version)
    {
        if (request.Bucket.Settings.Versioning is not null) request.Answer["x-amz-version-id"] = version.Id;
    }

    /// <summary>The id of a version that a write made; while versioning is suspended it makes none.</summary>
    public static void WriteNewVersion(S3Request request, ObjectVersion version)
    {
        if (request.Bucket.Settings.IsVersioned) WriteVersion(request, version);
    }

    /// <summary>The stored checksums.</summary>
    public static void WriteChecksums(S3Request request, ObjectVersion version)
    {
        foreach (var (algorithm, value) in version.Checksums) request.Answer[algorithm.Header()] = value;
        if (version.Checksums.Count > 0)
            request.Answer["x-amz-checksum-type"] = version.HasCompositeChecksum ? "COMPOSITE" : "FULL_OBJECT";
    }

    private static ImmutableSortedDictionary<string, string> Own(S3Request request, ImmutableSortedDictionary<string, string> headers)
    {
        foreach (var name in OfTheWrite)
            if (request.Header(name) is { } value) headers = headers.SetItem(name, value);
        return headers.ContainsKey(Encryption) ? headers : headers.SetItem(Encryption, DefaultEncryption(request.Bucket.Settings));
    }

    private static string DefaultEncryption(BucketSettings settings) =>
        settings.Configurations.TryGetValue("encryption", out var document)
            ? S3Xml.Parse(document).Child("Rule")?.Child("ApplyServerSideEncryptionByDefault")?.Text("SSEAlgorithm") ?? "AES256"
            : "AES256";
}
