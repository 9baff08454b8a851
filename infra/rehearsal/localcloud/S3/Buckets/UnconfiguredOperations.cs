using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>What S3 answers about settings that a bucket of this service never has: they cannot be put.</summary>
internal static class UnconfiguredOperations
{
    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("GetBucketWebsite", Missing("NoSuchWebsiteConfiguration", "website")),
        new("GetObjectLockConfiguration", Missing("ObjectLockConfigurationNotFoundError", "object lock")),
        new("GetBucketLogging", Empty("BucketLoggingStatus")),
        new("GetBucketAccelerateConfiguration", Empty("AccelerateConfiguration")),
        new("GetBucketRequestPayment", (request, cancellation) => request.AnswerAsync(
            S3Xml.Element("RequestPaymentConfiguration", S3Xml.Element("Payer", "BucketOwner")), cancellation)),
        new("GetBucketPolicyStatus", (request, cancellation) => request.AnswerAsync(
            S3Xml.Element("PolicyStatus", S3Xml.Element("IsPublic", "FALSE")), cancellation)),
        new("DeleteBucketWebsite", NothingAsync),
    ];

    private static S3Handler Missing(string code, string what) => (request, _) =>
        throw new AwsException(404, code, $"The {what} configuration does not exist: {request.Bucket.Name}");

    private static S3Handler Empty(string root) => (request, cancellation) => request.AnswerAsync(S3Xml.Element(root), cancellation);

    private static Task NothingAsync(S3Request request, CancellationToken cancellation)
    {
        request.Status = 204;
        return Task.CompletedTask;
    }
}
