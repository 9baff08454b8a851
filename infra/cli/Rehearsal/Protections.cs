using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Client;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// Production data is protected three times: Pulumi refuses to delete protected resources, S3 a bucket that holds objects, and
/// Temporal Cloud a namespace with deletion protection. A rehearsal must end all the same, so its destruction releases them
/// first, and says so.
/// </summary>
internal sealed class Protections(RehearsalStack stack, CloudEndpoints endpoints)
{
    /// <summary>Releases what is protected.</summary>
    /// <returns>One sentence per kind of protection that was released.</returns>
    public async Task<IReadOnlyList<string>> ReleaseAsync(CancellationToken cancellation)
    {
        var sentences = new List<string>();
        if (await UnprotectAsync(cancellation) is > 0 and var resources)
            sentences.Add($"Unprotected {resources} resource(s): this is a rehearsal.");
        if (await EmptyBucketsAsync(cancellation) is > 0 and var versions)
            sentences.Add($"Deleted {versions} object version(s) in the rehearsal's buckets.");
        if (await UnprotectNamespacesAsync(cancellation) is > 0 and var namespaces)
            sentences.Add($"Lifted the deletion protection of {namespaces} namespace(s).");
        return sentences;
    }

    private async Task<int> UnprotectNamespacesAsync(CancellationToken cancellation)
    {
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new TemporalCloudOperationsClientConnectOptions(endpoints.Tokens.Temporal)
            {
                TargetHost = endpoints.AddressOf(VendorNames.Temporal).Authority,
                Tls = new() { Disabled = true },
                Version = "v0.10.0",
            });
        var options = new RpcOptions { CancellationToken = cancellation };
        var all = await cloud.CloudService.GetNamespacesAsync(new GetNamespacesRequest(), options);
        var held = all.Namespaces.Where(candidate => candidate.Spec.Lifecycle?.EnableDeleteProtection == true).ToList();
        foreach (var one in held)
        {
            one.Spec.Lifecycle.EnableDeleteProtection = false;
            await cloud.CloudService.UpdateNamespaceAsync(
                new UpdateNamespaceRequest { Namespace = one.Namespace_, Spec = one.Spec, ResourceVersion = one.ResourceVersion }, options);
        }

        return held.Count;
    }

    private async Task<int> UnprotectAsync(CancellationToken cancellation)
    {
        var store = stack.Store();
        var document = JsonNode.Parse(await store.ExportAsync(showSecrets: false, cancellation))!;
        var resources =
            document["deployment"]?["resources"]?.AsArray().OfType<JsonObject>().Where(resource => resource.ContainsKey("protect")).ToList()
                ?? [];
        if (resources.Count == 0) return 0;
        resources.ForEach(resource => resource.Remove("protect"));
        await store.ImportAsync(document.ToJsonString(), "The state without protection", _ => Task.FromResult(true), cancellation);
        return resources.Count;
    }

    private async Task<int> EmptyBucketsAsync(CancellationToken cancellation)
    {
        var access = RehearsalAccess.To(endpoints);
        using var s3 = access.S3("us-east-1");
        var deleted = 0;
        foreach (var bucket in (await s3.ListBucketsAsync(cancellation)).Buckets ?? [])
            deleted += await EmptyAsync(access, bucket.BucketName, cancellation);
        return deleted;
    }

    private static async Task<int> EmptyAsync(PlatformAccess access, string bucket, CancellationToken cancellation)
    {
        using var s3 = await InRegionOfAsync(access, bucket, cancellation);
        var deleted = 0;
        while (true)
        {
            var page = await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, cancellation);
            if (page.Versions is not { Count: > 0 } versions) return deleted;
            await s3.DeleteObjectsAsync(
                new DeleteObjectsRequest
                {
                    BucketName = bucket,
                    Objects = [.. versions.Select(version => new KeyVersion { Key = version.Key, VersionId = version.VersionId })],
                },
                cancellation);
            deleted += versions.Count;
        }
    }

    private static async Task<AmazonS3Client> InRegionOfAsync(PlatformAccess access, string bucket, CancellationToken cancellation)
    {
        using var anywhere = access.S3("us-east-1");
        var location = (await anywhere.GetBucketLocationAsync(bucket, cancellation)).Location?.Value;
        return access.S3(string.IsNullOrEmpty(location) ? "us-east-1" : location);
    }
}
