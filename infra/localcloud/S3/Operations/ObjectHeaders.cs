using System.Collections.Immutable;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Operations;

/// <summary>The headers that are stored with an object, and those that describe it in answers.</summary>
internal static class ObjectHeaders
{
    private const string Encryption = "x-amz-server-side-encryption";

    private static readonly string[] Kept =
    [
        "Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires", "x-amz-website-redirect-location",
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
            if (name.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)) headers[name.ToLowerInvariant()] = value.ToString();
        headers[Encryption] = request.Header(Encryption) ?? DefaultEncryption(request.Bucket.Settings);
        return headers.ToImmutable();
    }

    /// <summary>The tags of the <c>x-amz-tagging</c> header.</summary>
    public static ImmutableSortedDictionary<string, string> ReadTags(S3Request request)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var pair in (request.Header("x-amz-tagging") ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToArray();
            tags[parts[0]] = parts.Length == 2 ? parts[1] : "";
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
        WriteVersion(request, version);
        WriteChecksums(request, version);
        if (version.Headers.TryGetValue(Encryption, out var encryption)) request.Answer[Encryption] = encryption;
    }

    /// <summary>The version id, where the bucket has versions.</summary>
    public static void WriteVersion(S3Request request, ObjectVersion version)
    {
        if (request.Bucket.Settings.Versioning is not null) request.Answer["x-amz-version-id"] = version.Id;
    }

    /// <summary>The stored checksums.</summary>
    public static void WriteChecksums(S3Request request, ObjectVersion version)
    {
        foreach (var (algorithm, value) in version.Checksums) request.Answer[algorithm.Header()] = value;
        if (version.Checksums.Count > 0)
            request.Answer["x-amz-checksum-type"] = version.HasCompositeChecksum ? "COMPOSITE" : "FULL_OBJECT";
    }

    private static string DefaultEncryption(BucketSettings settings) =>
        settings.Configurations.TryGetValue("encryption", out var document)
            ? XElement.Parse(document).Child("Rule")?.Child("ApplyServerSideEncryptionByDefault")?.Text("SSEAlgorithm") ?? "AES256"
            : "AES256";
}
