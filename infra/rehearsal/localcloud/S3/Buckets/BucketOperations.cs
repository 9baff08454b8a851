using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Rules;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>Buckets themselves: list, create, look, delete.</summary>
internal sealed partial class BucketOperations(S3Store store)
{
    private const string Home = "us-east-1";
    private const int MostBuckets = 10_000;

    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("ListBuckets", ListAsync),
        new("CreateBucket", CreateAsync),
        new("HeadBucket", HeadAsync),
        new("DeleteBucket", DeleteAsync),
        new("GetBucketLocation", LocationAsync),
    ];

    private Task ListAsync(S3Request request, CancellationToken cancellation)
    {
        var (prefix, region) = (request.Query("prefix") ?? "", request.Query("bucket-region"));
        var most = Paging.Size(request, "max-buckets", MostBuckets);
        var after = Paging.ReadToken(request.Query("continuation-token"));
        var found = store.Buckets
            .Where(
                bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal) && (region is null || region == bucket.Settings.Region))
            .Where(bucket => string.CompareOrdinal(bucket.Name, after) > 0)
            .Take(most + 1)
            .ToList();
        var buckets = found.Take(most).Select(bucket => S3Xml.Element(
            "Bucket",
            S3Xml.Element("Name", bucket.Name),
            S3Xml.Element("CreationDate", S3Xml.Text(bucket.Settings.Created)),
            S3Xml.Element("BucketRegion", bucket.Settings.Region)));
        return request.AnswerAsync(
            S3Xml.Element(
                "ListAllMyBucketsResult",
                Owner.Element(),
                S3Xml.Element("Buckets", buckets),
                S3Xml.Optional("Prefix", request.Query("prefix")),
                found.Count > most && most > 0 ? S3Xml.Element("ContinuationToken", Paging.Token(found[most - 1].Name)) : null),
            cancellation);
    }

    private async Task CreateAsync(S3Request request, CancellationToken cancellation)
    {
        var name = request.BucketName;
        if (!BucketName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
            throw new AwsException(400, "InvalidBucketName", $"The specified bucket is not valid: {name}");
        var text = await request.ReadTextAsync(cancellation);
        var document = text.Length == 0 ? null : S3Xml.Read(text, request.Operation.Body!);
        VerifyLocation(request.Region, document?.Text("LocationConstraint") ?? "");
        var configurations = Initial(request, document);
        if (store.Create(name, request.Region) is { } created)
        {
            if (configurations.Count > 0) created.Configure(settings => settings with { Configurations = configurations });
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

    /// <summary>The configurations that a creation brings along: tags and object ownership.</summary>
    private static ImmutableSortedDictionary<string, string> Initial(S3Request request, XElement? document)
    {
        var configurations = ImmutableSortedDictionary.CreateBuilder<string, string>();
        if (document?.Child("Tags") is { } tags)
        {
            var tagging = S3Xml.Element("Tagging", S3Xml.Element("TagSet", tags.Children("Tag")));
            ConfigurationRules.Verify("tagging", tagging);
            configurations["tagging"] = Encoding.UTF8.GetString(S3Xml.Write(tagging));
        }

        if (request.Header("x-amz-object-ownership") is { } ownership)
            configurations["ownershipControls"] = Encoding.UTF8.GetString(S3Xml.Write(
                S3Xml.Element("OwnershipControls", S3Xml.Element("Rule", S3Xml.Element("ObjectOwnership", ownership)))));
        return configurations.ToImmutable();
    }

    private static void VerifyLocation(string region, string wanted)
    {
        if (wanted == "EU") wanted = "eu-west-1";
        if (region == Home && wanted == Home)
            throw new AwsException(400, "InvalidLocationConstraint", "The specified location-constraint is not valid");
        if ((wanted.Length == 0 ? Home : wanted) != region)
            throw new AwsException(400, "IllegalLocationConstraintException",
                $"The {(wanted.Length == 0 ? "unspecified" : wanted)} location constraint is incompatible for the region specific "
                + $"endpoint this request was sent to: {region}");
    }

    private static Task HeadAsync(S3Request request, CancellationToken cancellation)
    {
        request.Answer["x-amz-bucket-arn"] = "arn:aws:s3:::" + request.Bucket.Name;
        request.Answer["x-amz-access-point-alias"] = "false";
        return Task.CompletedTask;
    }

    private Task DeleteAsync(S3Request request, CancellationToken cancellation)
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

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();
}
