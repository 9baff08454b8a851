using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>The rows about buckets and their settings.</summary>
internal static partial class S3Table
{
    private const string FilterShape = "Filter{Prefix Tag{Key Value} And{Prefix Tag*{Key Value}}}";
    private const string EventShape = "Id Event* Filter{S3Key{FilterRule*{Name Value}}}";

    private static IEnumerable<S3Operation> Buckets() =>
    [
        new("ListBuckets", "GET", S3Level.Service) { Query = Words("bucket-region continuation-token max-buckets prefix") },
        new("CreateBucket", "PUT", S3Level.Bucket)
        {
            AnyBucket = true,
            Headers = Words("x-amz-acl x-amz-bucket-object-lock-enabled x-amz-object-ownership"),
            Body = XmlShape.Parse("CreateBucketConfiguration{LocationConstraint Location! Bucket! Tags{Tag*{Key Value}}}"),
        },
        new("HeadBucket", "HEAD", S3Level.Bucket),
        new("DeleteBucket", "DELETE", S3Level.Bucket),
        new("GetBucketLocation", "GET", S3Level.Bucket) { Needs = ["location"], AnyBucket = true },
        new("ListObjects", "GET", S3Level.Bucket)
        {
            Query = [.. Pages, "marker", "max-keys"],
            Headers = ["x-amz-optional-object-attributes"],
        },
        new("ListObjectsV2", "GET", S3Level.Bucket)
        {
            Needs = ["list-type"],
            Query = [.. Pages, "continuation-token", "fetch-owner", "max-keys", "start-after"],
            Headers = ["x-amz-optional-object-attributes"],
        },
        new("ListObjectVersions", "GET", S3Level.Bucket)
        {
            Needs = ["versions"],
            Query = [.. Pages, "key-marker", "max-keys", "version-id-marker"],
            Headers = ["x-amz-optional-object-attributes"],
        },
        new("ListMultipartUploads", "GET", S3Level.Bucket)
        {
            Needs = ["uploads"],
            Query = [.. Pages, "key-marker", "max-uploads", "upload-id-marker"],
        },
        new("DeleteObjects", "POST", S3Level.Bucket)
        {
            Needs = ["delete"],
            Body = XmlShape.Parse("Delete{Object*{Key VersionId ETag LastModifiedTime! Size!} Quiet}"),
        },
    ];

    private static IEnumerable<S3Operation> Configurations() =>
    [
        new("GetBucketVersioning", "GET", S3Level.Bucket) { Needs = ["versioning"] },
        new("PutBucketVersioning", "PUT", S3Level.Bucket)
        {
            Needs = ["versioning"],
            Body = XmlShape.Parse("VersioningConfiguration{Status MfaDelete}"),
        },
        .. Configuration("BucketReplication", "replication", "ReplicationConfiguration{Role Rule*{ID Status Priority Prefix " + FilterShape
            + " DeleteMarkerReplication{Status} SourceSelectionCriteria{ReplicaModifications{Status} SseKmsEncryptedObjects!} "
            + "ExistingObjectReplication! Destination{Bucket Account! StorageClass AccessControlTranslation! EncryptionConfiguration! "
            + "ReplicationTime{Status Time{Minutes}} Metrics{Status EventThreshold{Minutes}}}}}"),
        .. Configuration("BucketEncryption", "encryption", "ServerSideEncryptionConfiguration{Rule*{ApplyServerSideEncryptionByDefault"
            + "{SSEAlgorithm KMSMasterKeyID} BucketKeyEnabled BlockedEncryptionTypes{EncryptionType*}}}"),
        .. Configuration(
            "BucketLifecycleConfiguration", "lifecycle", "LifecycleConfiguration{Rule*{ID Status Prefix Filter{Prefix Tag{Key Value} "
                + "ObjectSizeGreaterThan ObjectSizeLessThan And{Prefix Tag*{Key Value} ObjectSizeGreaterThan ObjectSizeLessThan}} "
                + "Expiration{Date Days ExpiredObjectDeleteMarker} NoncurrentVersionExpiration{NoncurrentDays NewerNoncurrentVersions} "
                + "AbortIncompleteMultipartUpload{DaysAfterInitiation} Transition*! NoncurrentVersionTransition*!}}",
                "x-amz-transition-default-minimum-object-size", "DeleteBucketLifecycle"),
        .. Configuration("PublicAccessBlock", "publicAccessBlock",
            "PublicAccessBlockConfiguration{BlockPublicAcls IgnorePublicAcls BlockPublicPolicy RestrictPublicBuckets}"),
        .. Configuration("BucketOwnershipControls", "ownershipControls", "OwnershipControls{Rule*{ObjectOwnership}}"),
        .. Configuration("BucketPolicy", "policy", null, "x-amz-confirm-remove-self-bucket-access"),
        .. Configuration("BucketCors", "cors",
            "CORSConfiguration{CORSRule*{ID AllowedHeader* AllowedMethod* AllowedOrigin* ExposeHeader* MaxAgeSeconds}}"),
        .. Configuration("BucketTagging", "tagging", "Tagging{TagSet{Tag*{Key Value}}}"),
        .. Configuration("BucketMetricsConfiguration", "metrics", "MetricsConfiguration{Id " + FilterShape + "}")
            .Select(operation => operation with { Query = ["id"] }),
        .. Configuration(
            "BucketNotificationConfiguration", "notification", "NotificationConfiguration{TopicConfiguration*{Topic " + EventShape
                + "} QueueConfiguration*{Queue " + EventShape + "} CloudFunctionConfiguration*{CloudFunction " + EventShape
                + "} EventBridgeConfiguration}", "x-amz-skip-destination-validation", null),
    ];

    /// <summary>Settings that keep AWS's default: they are read, and hardly changed.</summary>
    private static IEnumerable<S3Operation> DefaultSettings() =>
    [
        new("GetBucketAcl", "GET", S3Level.Bucket) { Needs = ["acl"] },
        new("PutBucketAcl", "PUT", S3Level.Bucket) { Needs = ["acl"], Headers = ["x-amz-acl"] },
        new("GetBucketPolicyStatus", "GET", S3Level.Bucket) { Needs = ["policyStatus"] },
        .. Words("GetBucketWebsite:website GetObjectLockConfiguration:object-lock GetBucketLogging:logging "
                + "GetBucketAccelerateConfiguration:accelerate GetBucketRequestPayment:requestPayment")
            .Select(entry => entry.Split(':'))
            .Select(entry => new S3Operation(entry[0], "GET", S3Level.Bucket) { Needs = [entry[1]] }),
        new("DeleteBucketWebsite", "DELETE", S3Level.Bucket) { Needs = ["website"] },
    ];

    /// <summary>Get, put and delete of a document that a bucket keeps; without a shape it is JSON.</summary>
    private static IEnumerable<S3Operation> Configuration(
        string name, string query, string? shape, string? header = null, string? delete = "")
    {
        yield return new($"Get{name}", "GET", S3Level.Bucket) { Needs = [query] };
        yield return new($"Put{name}", "PUT", S3Level.Bucket)
        {
            Needs = [query],
            Headers = header is null ? [] : [header],
            Body = shape is null ? null : XmlShape.Parse(shape),
        };
        if (delete is not null)
            yield return new(delete.Length > 0 ? delete : $"Delete{name}", "DELETE", S3Level.Bucket) { Needs = [query] };
    }
}
