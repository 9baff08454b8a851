using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>
/// Access control lists, which S3 turns off for every new bucket: they can be read, and written only with what they say already.
/// </summary>
internal static class AclOperations
{
    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("GetBucketAcl", (request, cancellation) => request.AnswerAsync(Owner.AccessControlPolicy(), cancellation)),
        new("PutBucketAcl", PutAsync),
        new("GetObjectAcl", (request, cancellation) =>
        {
            VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
            return request.AnswerAsync(Owner.AccessControlPolicy(), cancellation);
        }),
        new("PutObjectAcl", (request, cancellation) =>
        {
            VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
            return PutAsync(request, cancellation);
        }),
    ];

    private static async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        if ((await request.ReadTextAsync(cancellation)).Length > 0) throw S3Errors.AclNotSupported("a list of grants");
        if (request.Header("x-amz-acl") is null) throw S3Errors.InvalidRequest("Your request was missing a required header: x-amz-acl");
    }
}
