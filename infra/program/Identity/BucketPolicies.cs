using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>Who may do what with the documents.</summary>
internal static class BucketPolicies
{
    /// <summary>Nobody reaches a bucket without TLS.</summary>
    public static PolicyDocument TlsOnly(Input<string> bucketArn) => new([
        new PolicyStatement
        {
            Sid = "TlsOnly",
            Effect = "Deny",
            PrincipalKind = "AWS",
            Principal = "*",
            Actions = ["s3:*"],
            Resources = [bucketArn, Objects(bucketArn)],
            Conditions = [new PolicyCondition("Bool", "aws:SecureTransport", "false")],
        },
    ]);

    /// <summary>S3 may copy from each bucket to every other.</summary>
    public static PolicyDocument Replicate(ImmutableArray<Input<string>> bucketArns) => new([
        new PolicyStatement
        {
            Sid = "ReadRules",
            Actions = ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            Resources = bucketArns,
        },
        new PolicyStatement
        {
            Sid = "CopyObjects",
            Actions =
            [
                "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging",
                "s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags",
            ],
            Resources = [.. bucketArns.Select(Objects)],
        },
    ]);

    /// <summary>The workers read documents and store results, in these buckets and through their common address only.</summary>
    public static PolicyDocument Process(ImmutableArray<Input<string>> bucketArns, Input<string> accessPointArn) => new([
        new PolicyStatement
        {
            Sid = "FindDocuments",
            Actions = ["s3:GetBucketLocation", "s3:ListBucket"],
            Resources = [.. bucketArns, accessPointArn],
        },
        new PolicyStatement
        {
            Sid = "ReadAndStore",
            Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            Resources = [.. bucketArns.Select(Objects), Output.Format($"{accessPointArn}/object/*")],
        },
    ]);

    /// <summary>
    /// The frontend stores documents that people upload, and reads them and their results; it can list or delete nothing.
    /// </summary>
    public static PolicyDocument Upload(ImmutableArray<Input<string>> bucketArns) => new([
        new PolicyStatement
        {
            Sid = "UploadAndShow",
            Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            Resources = [.. bucketArns.Select(arn => (Input<string>)Output.Format($"{arn}/documents/*"))],
        },
    ]);

    /// <summary>The objects of a bucket.</summary>
    private static Input<string> Objects(Input<string> bucketArn) => Output.Format($"{bucketArn}/*");
}
