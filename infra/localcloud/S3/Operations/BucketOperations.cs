using System.Text.RegularExpressions;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Operations;

/// <summary>Buckets themselves: list, create, look, delete.</summary>
internal sealed partial class BucketOperations(S3Store store)
{
    private const string Home = "us-east-1";

    public IEnumerable<S3Route> Routes =>
    [
        new("ListBuckets", "GET", S3Level.Service, ListAsync),
        new("CreateBucket", "PUT", S3Level.Bucket, CreateAsync) { AnyBucket = true },
        new("HeadBucket", "HEAD", S3Level.Bucket, Head),
        new("DeleteBucket", "DELETE", S3Level.Bucket, Delete),
        new("GetBucketLocation", "GET", S3Level.Bucket, LocationAsync) { Queries = ["location"], AnyBucket = true },
    ];

    private Task ListAsync(S3Request request, CancellationToken cancellation)
    {
        var (prefix, region) = (request.Query("prefix") ?? "", request.Query("bucket-region"));
        var buckets =
            from bucket in store.Buckets
            where bucket.Name.StartsWith(prefix, StringComparison.Ordinal) && (region is null || region == bucket.Settings.Region)
            select S3Xml.Element(
                "Bucket",
                S3Xml.Element("Name", bucket.Name),
                S3Xml.Element("CreationDate", S3Xml.Text(bucket.Settings.Created)),
                S3Xml.Element("BucketRegion", bucket.Settings.Region));
        return request.AnswerAsync(
            S3Xml.Element("ListAllMyBucketsResult", Owner.Element(), S3Xml.Element("Buckets", buckets)), cancellation);
    }

    private async Task CreateAsync(S3Request request, CancellationToken cancellation)
    {
        var name = request.BucketName;
        if (!BucketName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
            throw new AwsException(400, "InvalidBucketName", $"The specified bucket is not valid: {name}");
        VerifyLocation(request.Region, await request.ReadTextAsync(cancellation));
        if (store.Create(name, request.Region) is { } created)
        {
            if (request.Header("x-amz-bucket-object-lock-enabled") is { } locked && bool.Parse(locked))
                created.Configure(settings => settings with { Versioning = "Enabled" });
        }
        else if (request.Found?.Settings.Region != Home || request.Region != Home)
        {
            // S3 answers its owner with success in us-east-1 only, a leftover that clients rely on.
            throw new AwsException(409, "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.");
        }

        request.Answer.Location = "/" + name;
        request.Answer["x-amz-bucket-arn"] = "arn:aws:s3:::" + name;
    }

    private static void VerifyLocation(string region, string body)
    {
        var wanted = body.Length == 0 ? "" : S3Xml.Read(body, "CreateBucketConfiguration").Text("LocationConstraint") ?? "";
        if (wanted == "EU") wanted = "eu-west-1";
        if (region == Home && wanted == Home)
            throw new AwsException(400, "InvalidLocationConstraint", "The specified location-constraint is not valid");
        if ((wanted.Length == 0 ? Home : wanted) != region)
            throw new AwsException(400, "IllegalLocationConstraintException",
                $"The {(wanted.Length == 0 ? "unspecified" : wanted)} location constraint is incompatible for the region specific "
                + $"endpoint this request was sent to: {region}");
    }

    private static Task Head(S3Request request, CancellationToken cancellation)
    {
        request.Answer["x-amz-bucket-arn"] = "arn:aws:s3:::" + request.Bucket.Name;
        request.Answer["x-amz-access-point-alias"] = "false";
        return Task.CompletedTask;
    }

    private Task Delete(S3Request request, CancellationToken cancellation)
    {
        if (!store.TryDelete(request.Bucket))
            throw new AwsException(409, "BucketNotEmpty", request.Bucket.Settings.Versioning is null
                ? "The bucket you tried to delete is not empty"
                : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.");
        request.Status = 204;
        return Task.CompletedTask;
    }

    private static Task LocationAsync(S3Request request, CancellationToken cancellation)
    {
        var region = request.Bucket.Settings.Region;
        return request.AnswerAsync(S3Xml.Element("LocationConstraint", region == Home ? null : region), cancellation);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
