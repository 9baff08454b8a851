using PipAi.LocalCloud.S3.Bodies;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>Copy an object or an old version of it onto a key; the way to restore an old version.</summary>
internal sealed class CopyOperations(S3Store store)
{
    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("CopyObject", CopyAsync),
    ];

    private static readonly string[] Changing = ["x-amz-server-side-encryption", "x-amz-storage-class", "x-amz-website-redirect-location"];

    private async Task CopyAsync(S3Request request, CancellationToken cancellation)
    {
        ObjectOperations.VerifyKey(request.Key);
        var source = CopySource.Find(request, store);
        await using var content = source.Content;
        var replacesHeaders = request.Header("x-amz-metadata-directive") == "REPLACE";
        var changes = replacesHeaders || source.NamesVersion || Array.Exists(Changing, name => request.Header(name) is not null);
        if (source.Bucket == request.Bucket && source.Key == request.Key && !changes)
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
                + "metadata, storage class, website redirect location or encryption attributes.");

        var template = new ObjectVersion
        {
            Id = ObjectVersion.NullId,
            Created = default,
            Headers = replacesHeaders ? ObjectHeaders.Read(request) : ObjectHeaders.Copied(request, source.Version),
            Tags = request.Header("x-amz-tagging-directive") == "REPLACE" ? ObjectHeaders.ReadTags(request) : source.Version.Tags,
        };
        var copied = await CopyContentAsync(request, source, template, cancellation);
        ObjectHeaders.WriteResult(request, copied);
        if (source.Bucket.Settings.Versioning is not null) request.Answer["x-amz-copy-source-version-id"] = source.Version.Id;
        await request.AnswerAsync(
            S3Xml.Element(
                "CopyObjectResult",
                S3Xml.Element("LastModified", S3Xml.Text(copied.Created)),
                S3Xml.Element("ETag", $"\"{copied.ETag}\""),
                copied.Checksums.Select(pair => S3Xml.Element($"Checksum{pair.Key.Name()}", pair.Value))),
            cancellation);
    }

    private static async Task<ObjectVersion> CopyContentAsync(
        S3Request request, CopySource source, ObjectVersion template, CancellationToken cancellation)
    {
        var asked = request.Header("x-amz-checksum-algorithm") is { } name ? ChecksumNames.FromName(name) : null;
        using var measure = new BodyMeasure(asked is { } algorithm ? [algorithm] : source.Version.Checksums.Keys);
        var file = request.Bucket.Folder.CreateBlob(out var blob);
        try
        {
            await using (file)
            {
                await measure.CopyAsync(source.Content, file, source.Version.Size, cancellation);
            }

            var body = measure.Result();
            var written = template with { Blob = blob, Size = body.Length, ETag = body.Md5, Checksums = body.Checksums };
            return request.Bucket.Add(request.Key, written, Conditions.ForWrite(request));
        }
        catch
        {
            request.Bucket.Folder.DeleteBlob(blob);
            throw;
        }
    }
}
