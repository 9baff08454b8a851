using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Operations;

/// <summary>Get, put and delete of one kind of bucket configuration.</summary>
internal sealed class ConfigurationOperations(BucketConfiguration kind, S3Store store)
{
    /// <summary>The routes of all kinds, and of the few sub-resources that are not kept as documents.</summary>
    public static IEnumerable<S3Route> Routes(S3Store store) =>
        BucketConfiguration.All.SelectMany(kind => new ConfigurationOperations(kind, store).OwnRoutes())
            .Concat(VersioningOperations.Routes)
            .Concat(
            [
                new("GetBucketAcl", "GET", S3Level.Bucket, (request, cancellation) =>
                    request.AnswerAsync(Owner.AccessControlPolicy(), cancellation)) { Queries = ["acl"] },
                new("PutBucketAcl", "PUT", S3Level.Bucket, (request, cancellation) => request.ReadTextAsync(cancellation))
                {
                    Queries = ["acl"],
                },
                new("GetBucketRequestPayment", "GET", S3Level.Bucket, (request, cancellation) => request.AnswerAsync(
                    S3Xml.Element("RequestPaymentConfiguration", S3Xml.Element("Payer", "BucketOwner")), cancellation))
                {
                    Queries = ["requestPayment"],
                },
                new("GetBucketPolicyStatus", "GET", S3Level.Bucket, (request, cancellation) => request.AnswerAsync(
                    S3Xml.Element("PolicyStatus", S3Xml.Element("IsPublic", "FALSE")), cancellation))
                {
                    Queries = ["policyStatus"],
                },
            ]);

    private IEnumerable<S3Route> OwnRoutes()
    {
        yield return new($"Get{kind.Operation}", "GET", S3Level.Bucket, GetAsync) { Queries = [kind.Query] };
        yield return new($"Put{kind.Operation}", "PUT", S3Level.Bucket, PutAsync) { Queries = [kind.Query] };
        if (kind.Missing is not null)
            yield return new($"Delete{kind.Operation}", "DELETE", S3Level.Bucket, Delete) { Queries = [kind.Query] };
    }

    private Task GetAsync(S3Request request, CancellationToken cancellation)
    {
        var configurations = request.Bucket.Settings.Configurations;
        if (kind.HasIds && request.Query("id") is null)
        {
            var all = configurations.Where(pair => pair.Key.StartsWith(kind.Query + ":", StringComparison.Ordinal))
                .Select(pair => XElement.Parse(pair.Value));
            return request.AnswerAsync(
                S3Xml.Element("ListMetricsConfigurationsResult", S3Xml.Element("IsTruncated", false), all), cancellation);
        }

        if (configurations.TryGetValue(Slot(request), out var document))
        {
            var type = kind.Root.Length == 0 ? "application/json" : "application/xml";
            return request.AnswerAsync(Encoding.UTF8.GetBytes(document), type, cancellation);
        }

        return kind.Missing is { } code
            ? throw new AwsException(404, code, $"The bucket {request.BucketName} has no {kind.Query} configuration.")
            : request.AnswerAsync(S3Xml.Element(kind.Root), cancellation);
    }

    private async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        var slot = Slot(request);
        var document = await request.ReadTextAsync(cancellation);
        if (kind.Root.Length == 0) VerifyJson(document);
        else ConfigurationRules.Verify(kind.Query, S3Xml.Read(document, kind.Root));

        request.Bucket.Configure(settings =>
        {
            if (kind.Query == "replication") ReplicationChecks.Verify(settings, document, store);
            if (kind.Query == "policy") PublicAccess.VerifyPolicy(settings, document);
            return settings with { Configurations = settings.Configurations.SetItem(slot, document) };
        });
        request.Status = kind.PutStatus;
    }

    private Task Delete(S3Request request, CancellationToken cancellation)
    {
        var slot = Slot(request);
        if (kind.HasIds && !request.Bucket.Settings.Configurations.ContainsKey(slot))
            throw new AwsException(404, kind.Missing!, "The specified configuration does not exist.");
        request.Bucket.Configure(settings => settings with { Configurations = settings.Configurations.Remove(slot) });
        request.Status = 204;
        return Task.CompletedTask;
    }

    private string Slot(S3Request request) =>
        kind.HasIds
            ? $"{kind.Query}:{request.Query("id") ?? throw S3Errors.InvalidArgument("The configuration id is missing.")}"
            : kind.Query;

    private static void VerifyJson(string document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("Statement", out _)) return;
        }
        catch (JsonException)
        {
            // Refused below, like JSON that is no policy.
        }

        throw new AwsException(400, "MalformedPolicy", "Policies must be valid JSON and must have a Statement.");
    }
}
