using System.Text;
using PipAi.LocalCloud.S3.Bodies;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>Put, get and describe an object.</summary>
internal static class ObjectOperations
{
    private const int LongestKey = 1024;
    private const int SendSize = 256 << 10;
    private static readonly string[] Attributes = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("PutObject", PutAsync),
        new("GetObject", GetAsync),
        new("HeadObject", GetAsync),
        new("GetObjectAttributes", AttributesAsync),
    ];

    /// <summary>Refuses a key that is too long.</summary>
    public static void VerifyKey(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > LongestKey) throw new AwsException(400, "KeyTooLongError", "Your key is too long");
    }

    private static async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        VerifyKey(request.Key);
        var precondition = Conditions.ForWrite(request);
        precondition(request.Bucket.Find(request.Key));
        var template = ObjectHeaders.Template(request);
        var folder = request.Bucket.Folder;
        var file = folder.CreateBlob(out var blob);
        try
        {
            ReceivedBody body;
            await using (file)
            {
                body = await request.ReceiveAsync(file, null, cancellation);
            }

            // Closed before a reader can find it.
            var written = template with { Blob = blob, Size = body.Length, ETag = body.Md5, Checksums = body.Checksums };
            ObjectHeaders.WriteResult(request, request.Bucket.Add(request.Key, written, precondition));
        }
        catch
        {
            folder.DeleteBlob(blob);
            throw;
        }
    }

    private static async Task GetAsync(S3Request request, CancellationToken cancellation)
    {
        ObjectVersion Find() => VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
        var (version, opened) = request.Method == "HEAD" ? (Find(), null) : VersionLookup.Open(request.Bucket, Find);
        await using var content = opened;
        ObjectHeaders.Write(request, version);
        if (Conditions.IsNotModified(request, version))
        {
            request.Status = 304;
            return;
        }

        if (request.Query("partNumber") is not null && request.Header("Range") is not null)
            throw S3Errors.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        var range = Part(request, version) ?? (request.Header("Range") is { } header ? ByteRange.Parse(header, version.Size) : null);
        if (range is { } part)
        {
            request.Status = 206;
            request.Answer.ContentRange = part.Header(version.Size);
        }
        else if (request.Header("x-amz-checksum-mode") == "ENABLED")
        {
            ObjectHeaders.WriteChecksums(request, version);
        }

        await SendAsync(request, content, range ?? new ByteRange(0, version.Size), cancellation);
    }

    private static ByteRange? Part(S3Request request, ObjectVersion version)
    {
        if (request.Query("partNumber") is not { } text) return null;
        var sizes = version.PartSizes.IsEmpty ? [version.Size] : version.PartSizes;
        if (!int.TryParse(text, out var number) || number < 1 || number > sizes.Length)
            throw new AwsException(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        request.Answer["x-amz-mp-parts-count"] = $"{sizes.Length}";
        return new ByteRange(sizes.Take(number - 1).Sum(), sizes[number - 1]);
    }

    private static async Task SendAsync(S3Request request, FileStream? content, ByteRange range, CancellationToken cancellation)
    {
        request.Answer.ContentLength = range.Length;
        if (content is null) return;
        var file = content.SafeFileHandle;
        for (var sent = 0L; sent < range.Length;)
        {
            // From the page cache straight into the server's own buffer.
            var room = request.AnswerWriter.GetSpan(SendSize);
            var read = RandomAccess.Read(file, room[..(int)Math.Min(room.Length, range.Length - sent)], range.Start + sent);
            if (read == 0)
                throw new EndOfStreamException($"The content of {request.BucketName}/{request.Key} is shorter than its metadata says.");
            request.AnswerWriter.Advance(read);
            await request.AnswerWriter.FlushAsync(cancellation);
            sent += read;
        }
    }

    private static Task AttributesAsync(S3Request request, CancellationToken cancellation)
    {
        var version = VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
        request.Answer.LastModified = version.Created.ToString("R", null);
        ObjectHeaders.WriteVersion(request, version);
        var wanted = (request.Header("x-amz-object-attributes") ?? throw S3Errors.InvalidRequest(
            "Your request was missing a required header: x-amz-object-attributes")).Split(',', StringSplitOptions.TrimEntries);
        if (Array.Find(wanted, name => !Attributes.Contains(name)) is { } unknown)
            throw S3Errors.InvalidArgument($"Invalid attribute name specified: '{unknown}'");
        var checksum = S3Xml.Element(
            "Checksum",
            version.Checksums.Select(pair => S3Xml.Element($"Checksum{pair.Key.Name()}", pair.Value)),
            S3Xml.Element("ChecksumType", version.HasCompositeChecksum ? "COMPOSITE" : "FULL_OBJECT"));
        var parts = S3Xml.Element("ObjectParts", S3Xml.Element("PartsCount", version.PartSizes.Length));
        return request.AnswerAsync(
            S3Xml.Element(
                "GetObjectAttributesResponse",
                wanted.Contains("ETag") ? S3Xml.Element("ETag", version.ETag) : null,
                wanted.Contains("Checksum") ? checksum : null,
                wanted.Contains("ObjectParts") && !version.PartSizes.IsEmpty ? parts : null,
                wanted.Contains("StorageClass") ? S3Xml.Element("StorageClass", "STANDARD") : null,
                wanted.Contains("ObjectSize") ? S3Xml.Element("ObjectSize", version.Size) : null),
            cancellation);
    }
}
