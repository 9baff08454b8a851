using PipAi.LocalCloud.S3.Bodies;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Objects;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Multipart;

/// <summary>Multipart uploads: start, list, abort, complete.</summary>
internal sealed class MultipartOperations(S3Store store, TimeProvider time)
{
    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("CreateMultipartUpload", StartAsync),
        new("AbortMultipartUpload", AbortAsync),
        new("CompleteMultipartUpload", CompleteAsync),
    ];

    /// <summary>The upload that a request names.</summary>
    /// <exception cref="Signatures.AwsException">There is none, or it is for another key.</exception>
    public static MultipartUpload Require(S3Request request, S3Store store) =>
        store.Uploads.Find(request.Query("uploadId")!) is { } upload && upload.Bucket == request.BucketName && upload.Key == request.Key
            ? upload
            : throw S3Errors.NoSuchUpload();

    private Task StartAsync(S3Request request, CancellationToken cancellation)
    {
        ObjectOperations.VerifyKey(request.Key);
        var (algorithm, isComposite) = MultipartChecksum.Chosen(request);
        var upload = new MultipartUpload
        {
            Id = Guid.NewGuid().ToString("N"),
            Bucket = request.BucketName,
            Key = request.Key,
            Started = time.GetUtcNow(),
            Template = ObjectHeaders.Template(request),
            Algorithm = algorithm,
            IsComposite = isComposite,
        };
        store.Uploads.Add(upload);
        if (algorithm is { } chosen)
        {
            request.Answer["x-amz-checksum-algorithm"] = chosen.Name();
            request.Answer["x-amz-checksum-type"] = MultipartChecksum.Type(isComposite);
        }

        return request.AnswerAsync(
            S3Xml.Element(
                "InitiateMultipartUploadResult",
                S3Xml.Element("Bucket", request.BucketName),
                S3Xml.Element("Key", request.Key),
                S3Xml.Element("UploadId", upload.Id)),
            cancellation);
    }

    private Task AbortAsync(S3Request request, CancellationToken cancellation)
    {
        store.Uploads.Remove(Require(request, store).Id);
        request.Status = 204;
        return Task.CompletedTask;
    }

    private async Task CompleteAsync(S3Request request, CancellationToken cancellation)
    {
        var document = await request.ReadXmlAsync(cancellation);
        // A client whose answer was lost asks again: the object is there, and it gets the same answer.
        var uploadId = request.Query("uploadId")!;
        var done = store.Uploads.Find(uploadId) is null
            ? request.Bucket.Objects.Find(request.Key)?.Versions.FirstOrDefault(version => version.UploadId == uploadId)
            : null;
        var version = done ?? await AssembleAsync(request, CompletedParts.Read(document), cancellation);

        ObjectHeaders.WriteNewVersion(request, version);
        await request.AnswerAsync(
            S3Xml.Element(
                "CompleteMultipartUploadResult",
                S3Xml.Element("Location", $"{request.Origin}/{request.BucketName}/{request.Key}"),
                S3Xml.Element("Bucket", request.BucketName),
                S3Xml.Element("Key", request.Key),
                S3Xml.Element("ETag", $"\"{version.ETag}\""),
                version.Checksums.Select(pair => S3Xml.Element($"Checksum{pair.Key.Name()}", pair.Value)),
                version.Checksums.Count > 0
                    ? S3Xml.Element("ChecksumType", MultipartChecksum.Type(version.HasCompositeChecksum))
                    : null),
            cancellation);
    }

    private async Task<ObjectVersion> AssembleAsync(S3Request request, CompletedParts completed, CancellationToken cancellation)
    {
        var upload = Require(request, store);
        var parts = completed.Match(upload);
        var precondition = Conditions.ForWrite(request);
        precondition(request.Bucket.Find(request.Key));
        var algorithm = upload.Algorithm ?? ChecksumAlgorithm.Crc64Nvme;
        using var measure = new BodyMeasure(upload.IsComposite ? [] : [algorithm]);
        var file = request.Bucket.Folder.CreateBlob(out var blob);
        try
        {
            await using (file)
                await JoinAsync(upload, parts, measure, file, cancellation);
            var body = measure.Result();
            var checksums = upload.IsComposite ? CompletedParts.CompositeChecksum(parts, algorithm) : body.Checksums;
            MultipartChecksum.Verify(request, upload, body.Length, checksums);
            var added = request.Bucket.Add(
                request.Key,
                upload.Template with
                {
                    Blob = blob,
                    Size = body.Length,
                    ETag = CompletedParts.ETag(parts),
                    Checksums = checksums,
                    HasCompositeChecksum = upload.IsComposite,
                    PartSizes = [.. parts.Select(part => part.Size)],
                    UploadId = upload.Id,
                },
                precondition);
            store.Uploads.Remove(upload.Id);
            return added;
        }
        catch
        {
            request.Bucket.Folder.DeleteBlob(blob);
            throw;
        }
    }

    private async Task JoinAsync(
        MultipartUpload upload, IEnumerable<UploadedPart> parts, BodyMeasure measure, Stream file, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            await using var content = store.Uploads.OpenPart(upload.Id, part);
            await measure.CopyAsync(content, file, part.Size, cancellation);
        }
    }
}
