using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>A bucket's versioning: off until first enabled, then enabled or suspended, never off again.</summary>
internal static class VersioningOperations
{
    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("GetBucketVersioning", GetAsync),
        new("PutBucketVersioning", PutAsync),
    ];

    private static Task GetAsync(S3Request request, CancellationToken cancellation) => request.AnswerAsync(
        S3Xml.Element("VersioningConfiguration", S3Xml.Optional("Status", request.Bucket.Settings.Versioning)), cancellation);

    private static async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        var document = await request.ReadXmlAsync(cancellation);
        var status = document.Text("Status");
        if (document.Text("MfaDelete") == "Enabled") throw S3Errors.NotImplemented("'MfaDelete' in 'VersioningConfiguration'");
        if (status is not ("Enabled" or "Suspended") || document.Text("MfaDelete") is not (null or "Disabled"))
            throw S3Errors.MalformedXml();
        request.Bucket.Configure(settings => status == "Suspended" && settings.Configurations.ContainsKey("replication")
            ? throw new AwsException(409, "InvalidBucketState",
                "A replication configuration is present on this bucket, so the versioning state cannot be changed.")
            : settings with { Versioning = status });
    }
}
