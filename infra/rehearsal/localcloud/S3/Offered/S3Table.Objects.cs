using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>The rows about objects and multipart uploads.</summary>
internal static partial class S3Table
{
    private static IEnumerable<S3Operation> Objects() =>
    [
        new("PutObject", "PUT", S3Level.Object) { Headers = [.. Writing, .. OnceOnly] },
        new("CopyObject", "PUT", S3Level.Object)
        {
            NeedsHeader = "x-amz-copy-source",
            Headers =
            [
                .. Copying, .. Writing, .. OnceOnly, "x-amz-checksum-algorithm", "x-amz-metadata-directive", "x-amz-tagging-directive",
            ],
        },
        new("GetObject", "GET", S3Level.Object) { Query = Answering, Headers = [.. Reading, "range", "x-amz-checksum-mode"] },
        new("HeadObject", "HEAD", S3Level.Object) { Query = Answering, Headers = [.. Reading, "range", "x-amz-checksum-mode"] },
        new("DeleteObject", "DELETE", S3Level.Object) { Query = ["versionId"], Headers = ["if-match"] },
        new("GetObjectAttributes", "GET", S3Level.Object)
        {
            Needs = ["attributes"],
            Query = ["versionId"],
            Headers = ["x-amz-object-attributes"],
        },
        new("GetObjectTagging", "GET", S3Level.Object) { Needs = ["tagging"], Query = ["versionId"] },
        new("PutObjectTagging", "PUT", S3Level.Object)
        {
            Needs = ["tagging"],
            Query = ["versionId"],
            Body = XmlShape.Parse("Tagging{TagSet{Tag*{Key Value}}}"),
        },
        new("DeleteObjectTagging", "DELETE", S3Level.Object) { Needs = ["tagging"], Query = ["versionId"] },
        new("GetObjectAcl", "GET", S3Level.Object) { Needs = ["acl"], Query = ["versionId"] },
        new("PutObjectAcl", "PUT", S3Level.Object) { Needs = ["acl"], Query = ["versionId"], Headers = ["x-amz-acl"] },
    ];

    private static IEnumerable<S3Operation> Uploads() =>
    [
        new("CreateMultipartUpload", "POST", S3Level.Object)
        {
            Needs = ["uploads"],
            Headers = [.. Writing, "x-amz-checksum-algorithm", "x-amz-checksum-type"],
        },
        new("UploadPart", "PUT", S3Level.Object) { Needs = ["partNumber", "uploadId"] },
        new("UploadPartCopy", "PUT", S3Level.Object)
        {
            Needs = ["partNumber", "uploadId"],
            NeedsHeader = "x-amz-copy-source",
            Headers = [.. Copying, "x-amz-copy-source-range"],
        },
        new("CompleteMultipartUpload", "POST", S3Level.Object)
        {
            Needs = ["uploadId"],
            TellsObjectsChecksum = true,
            Headers = [.. OnceOnly, "x-amz-checksum-type", "x-amz-mp-object-size"],
            Body = XmlShape.Parse("CompleteMultipartUpload{Part*{PartNumber ETag ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME "
                + "ChecksumSHA1 ChecksumSHA256}}"),
        },
        new("AbortMultipartUpload", "DELETE", S3Level.Object) { Needs = ["uploadId"] },
        new("ListParts", "GET", S3Level.Object) { Needs = ["uploadId"], Query = ["max-parts", "part-number-marker"] },
    ];
}
