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

    /// <summary>A service of AWS may assume the role.</summary>
    public static PolicyDocument TrustOf(string service) => new([
        new PolicyStatement
        {
            Sid = "Trust",
            PrincipalKind = "Service",
            Principal = service,
            Actions = ["sts:AssumeRole"],
        },
    ]);

    /// <summary>Bearers of an issuer's token for AWS may assume the role, if their subject matches.</summary>
    public static PolicyDocument TrustOf(Input<string> issuerArn, string issuer, string subjectOperator, string subject) => new([
        new PolicyStatement
        {
            Sid = "Trust",
            PrincipalKind = "Federated",
            Principal = issuerArn,
            Actions = ["sts:AssumeRoleWithWebIdentity"],
            Conditions =
            [
                new PolicyCondition("StringEquals", $"{issuer}:aud", "sts.amazonaws.com"),
                new PolicyCondition(subjectOperator, $"{issuer}:sub", subject),
            ],
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

    /// <summary>The objects of a bucket.</summary>
    private static Input<string> Objects(Input<string> bucketArn) => Output.Format($"{bucketArn}/*");
}
