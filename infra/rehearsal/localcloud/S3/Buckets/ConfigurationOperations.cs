using System.Text;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Replication;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Rules;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>Get, put and delete of one kind of bucket configuration.</summary>
internal sealed class ConfigurationOperations(BucketConfiguration kind, S3Store store)
{
    private const string Policy = "policy";

    /// <summary>The handlers of all kinds.</summary>
    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers(S3Store store) =>
        BucketConfiguration.All.SelectMany(kind => new ConfigurationOperations(kind, store).OwnHandlers()).Concat(
            VersioningOperations.Handlers);

    private IEnumerable<KeyValuePair<string, S3Handler>> OwnHandlers()
    {
        yield return new($"Get{kind.Operation}", GetAsync);
        yield return new($"Put{kind.Operation}", PutAsync);
        if (kind.Deletion is { } deletion) yield return new(deletion, DeleteAsync);
    }

    private Task GetAsync(S3Request request, CancellationToken cancellation)
    {
        var configurations = request.Bucket.Settings.Configurations;
        if (kind.HasIds && request.Query("id") is null)
        {
            var all = configurations.Where(pair => pair.Key.StartsWith(kind.Query + ":", StringComparison.Ordinal))
                .Select(pair => S3Xml.Parse(pair.Value));
            return request.AnswerAsync(
                S3Xml.Element("ListMetricsConfigurationsResult", S3Xml.Element("IsTruncated", false), all), cancellation);
        }

        if (configurations.TryGetValue(Slot(request), out var document))
        {
            if (kind.KeptHeader is { } header)
                request.Answer[header] = configurations.GetValueOrDefault(header, "all_storage_classes_128K");
            return request.AnswerAsync(
                Encoding.UTF8.GetBytes(document), kind.Query == Policy ? "application/json" : "application/xml", cancellation);
        }

        return kind.Missing is { } code
            ? throw new AwsException(404, code, $"The bucket {request.BucketName} has no {kind.Query} configuration.")
            : request.AnswerAsync(
                S3Xml.Element(request.Operation.Name["Get".Length..].Replace("Bucket", "", StringComparison.Ordinal)), cancellation);
    }

    private async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        var slot = Slot(request);
        var document = await ReadAsync(request, cancellation);
        request.Bucket.Configure(settings =>
        {
            if (kind.Query == "replication") ReplicationChecks.Verify(settings, document, store);
            if (kind.Query == Policy) PublicAccess.VerifyPolicy(settings, document);
            var changed = settings.Configurations.SetItem(slot, document);
            if (kind.KeptHeader is { } header && request.Header(header) is { } kept) changed = changed.SetItem(header, kept);
            return settings with { Configurations = changed };
        });
        if (kind.KeptHeader is { } answered && request.Header(answered) is { } value) request.Answer[answered] = value;
        request.Status = kind.PutStatus;
    }

    /// <summary>The document as it is kept: what was read of it, so that no later reader understands it differently.</summary>
    private async Task<string> ReadAsync(S3Request request, CancellationToken cancellation)
    {
        if (kind.Query == Policy)
        {
            var policy = await request.ReadTextAsync(cancellation);
            PolicyRules.Verify(policy);
            return policy;
        }

        var root = await request.ReadXmlAsync(cancellation);
        ConfigurationRules.Verify(kind.Query, root);
        return Encoding.UTF8.GetString(S3Xml.Write(root));
    }

    private Task DeleteAsync(S3Request request, CancellationToken cancellation)
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
}
