using PipAi.LocalCloud.S3.Bodies;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Multipart;

/// <summary>The parts of a multipart upload: upload, copy from an object, list.</summary>
internal sealed class PartOperations(S3Store store, TimeProvider time)
{
    private const int MostParts = 10_000;

    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("UploadPart", UploadAsync),
        new("UploadPartCopy", CopyAsync),
        new("ListParts", ListAsync),
    ];

    private async Task UploadAsync(S3Request request, CancellationToken cancellation)
    {
        var upload = MultipartOperations.Require(request, store);
        MultipartChecksum.VerifyPart(request, upload);
        var part = await StoreAsync(
            request, upload, async file => await request.ReceiveAsync(file, upload.Algorithm, cancellation));
        request.Answer.ETag = $"\"{part.ETag}\"";
        foreach (var (algorithm, value) in part.Checksums) request.Answer[algorithm.Header()] = value;
    }

    private async Task CopyAsync(S3Request request, CancellationToken cancellation)
    {
        var upload = MultipartOperations.Require(request, store);
        var source = CopySource.Find(request, store);
        await using var content = source.Content;
        var range = request.Header("x-amz-copy-source-range") is { } header
            ? ByteRange.Whole(header, source.Version.Size)
            : new ByteRange(0, source.Version.Size);
        var part = await StoreAsync(
            request,
            upload,
            async file =>
            {
                using var measure = new BodyMeasure(upload.Algorithm is { } algorithm ? [algorithm] : []);
                content.Position = range.Start;
                await measure.CopyAsync(content, file, range.Length, cancellation);
                return measure.Result();
            });
        if (source.Bucket.Settings.Versioning is not null) request.Answer["x-amz-copy-source-version-id"] = source.Version.Id;
        await request.AnswerAsync(
            S3Xml.Element(
                "CopyPartResult",
                S3Xml.Element("LastModified", S3Xml.Text(part.Received)),
                S3Xml.Element("ETag", $"\"{part.ETag}\""),
                part.Checksums.Select(pair => S3Xml.Element($"Checksum{pair.Key.Name()}", pair.Value))),
            cancellation);
    }

    private async Task<UploadedPart> StoreAsync(S3Request request, MultipartUpload upload, Func<FileStream, Task<ReceivedBody>> write)
    {
        if (!int.TryParse(request.Query("partNumber"), out var number) || number is < 1 or > MostParts)
            throw S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        ReceivedBody body;
        string file;
        await using (var content = store.Uploads.CreatePart(upload.Id, out file))
        {
            body = await write(content);
        }

        var part = new UploadedPart
        {
            File = file,
            Size = body.Length,
            ETag = body.Md5,
            Received = time.GetUtcNow(),
            Checksums = body.Checksums,
        };
        return store.Uploads.TryAddPart(upload.Id, number, part) ? part : throw S3Errors.NoSuchUpload();
    }

    private Task ListAsync(S3Request request, CancellationToken cancellation)
    {
        var upload = MultipartOperations.Require(request, store);
        var marker = request.Query("part-number-marker") is null ? 0 : Paging.Size(request, "part-number-marker", int.MaxValue);
        var most = Paging.Size(request, "max-parts", 1000);
        var page = upload.Parts.Where(part => part.Key > marker).Take(most + 1).ToList();
        var isTruncated = page.Count > most;
        var shown = page.Take(most).ToList();
        return request.AnswerAsync(
            S3Xml.Element(
                "ListPartsResult",
                S3Xml.Element("Bucket", upload.Bucket),
                S3Xml.Element("Key", upload.Key),
                S3Xml.Element("UploadId", upload.Id),
                Owner.Element("Initiator"),
                Owner.Element(),
                S3Xml.Element("StorageClass", "STANDARD"),
                S3Xml.Element("PartNumberMarker", marker),
                S3Xml.Element("NextPartNumberMarker", shown.Count > 0 ? shown[^1].Key : 0),
                S3Xml.Element("MaxParts", most),
                S3Xml.Element("IsTruncated", isTruncated),
                shown.Select(part => S3Xml.Element(
                    "Part",
                    S3Xml.Element("PartNumber", part.Key),
                    S3Xml.Element("LastModified", S3Xml.Text(part.Value.Received)),
                    S3Xml.Element("ETag", $"\"{part.Value.ETag}\""),
                    S3Xml.Element("Size", part.Value.Size),
                    part.Value.Checksums.Select(pair => S3Xml.Element($"Checksum{pair.Key.Name()}", pair.Value))))),
            cancellation);
    }
}
