using System.Xml.Linq;
using PipAi.LocalCloud.S3.Multipart;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Listings;

/// <summary>ListMultipartUploads: by key, those of one key by their start, in pages.</summary>
internal sealed class UploadListing(S3Store store)
{
    private const int Most = 1000;

    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers => [new("ListMultipartUploads", ListAsync)];

    private Task ListAsync(S3Request request, CancellationToken cancellation)
    {
        var listing = new Listing(request, "max-uploads", Most);
        var (keyMarker, idMarker) = (request.Query("key-marker") ?? "", request.Query("upload-id-marker") ?? "");
        var (lastKey, lastId) = Fill(listing, After(request.BucketName, keyMarker, idMarker));
        return request.AnswerAsync(
            S3Xml.Element(
                "ListMultipartUploadsResult",
                S3Xml.Element("Bucket", request.BucketName),
                S3Xml.Element("KeyMarker", listing.Encode(keyMarker)),
                S3Xml.Element("UploadIdMarker", idMarker),
                listing.IsTruncated ? S3Xml.Element("NextKeyMarker", listing.Encode(lastKey)) : null,
                listing.IsTruncated ? S3Xml.Element("NextUploadIdMarker", lastId) : null,
                S3Xml.Element("MaxUploads", listing.MaxKeys),
                listing.Content()),
            cancellation);
    }

    private IEnumerable<MultipartUpload> After(string bucket, string keyMarker, string idMarker)
    {
        var uploads = store.Uploads.Of(bucket);
        if (keyMarker.Length == 0) return uploads;
        var marked = idMarker.Length > 0 ? store.Uploads.Find(idMarker) : null;
        return uploads.Where(upload => Utf8Order.Instance.Compare(upload.Key, keyMarker) switch
        {
            > 0 => true,
            0 => marked is not null && (upload.Started, upload.Id).CompareTo((marked.Started, marked.Id)) > 0,
            _ => false,
        });
    }

    private static (string Key, string Id) Fill(Listing listing, IEnumerable<MultipartUpload> uploads)
    {
        var last = ("", "");
        foreach (var upload in uploads.Where(upload => upload.Key.StartsWith(listing.Prefix, StringComparison.Ordinal)))
        {
            var prefix = listing.CommonPrefix(upload.Key);
            if (!(prefix is null ? listing.TryAdd(Element(listing, upload)) : listing.TryAddPrefix(prefix))) break;
            last = prefix is null ? (upload.Key, upload.Id) : (upload.Key, "");
        }

        return last;
    }

    private static XElement Element(Listing listing, MultipartUpload upload) => S3Xml.Element(
        "Upload",
        S3Xml.Element("Key", listing.Encode(upload.Key)),
        S3Xml.Element("UploadId", upload.Id),
        Owner.Element("Initiator"),
        Owner.Element(),
        S3Xml.Element("StorageClass", "STANDARD"),
        S3Xml.Element("Initiated", S3Xml.Text(upload.Started)),
        upload.Algorithm is { } algorithm
            ? new object[]
            {
                S3Xml.Element("ChecksumAlgorithm", Checksums.ChecksumNames.Name(algorithm)),
                S3Xml.Element("ChecksumType", MultipartChecksum.Type(upload.IsComposite)),
            }
            : null);
}
