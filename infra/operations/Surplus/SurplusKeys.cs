using System.Collections.Immutable;
using PipAi.Operations.Platform;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;
using Temporalio.Client;

namespace PipAi.Operations.Surplus;

/// <summary>
/// API keys of the platform's service accounts in Temporal Cloud. Each one works like the declared one, and outlives its rotation.
/// </summary>
internal sealed class SurplusKeys(PlatformAccess access, IReadOnlySet<string> accounts, IReadOnlySet<string> declared) : ISurplusSource
{
    /// <inheritdoc/>
    public string What => "API keys of the platform's service accounts";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var cloud = (await access.TemporalCloudAsync()).CloudService;
        var keys = new List<ApiKey>();
        foreach (var account in accounts.Order(StringComparer.Ordinal)) keys.AddRange(await KeysAsync(cloud, account, cancellation));
        return (keys.Count,
        [
            .. keys.Where(key => !declared.Contains(key.Id)).Select(key => new SurplusThing(
                "key", key.Id,
                $"API key '{key.Spec.DisplayName}' ({key.Id}), which expires {key.Spec.ExpiryTime?.ToDateTimeOffset():yyyy-MM-dd}",
                stop => RemoveAsync(cloud, key, stop))),
        ]);
    }

    private static Task<List<ApiKey>> KeysAsync(CloudService cloud, string owner, CancellationToken cancellation) => CloudPages.ReadAsync(
        $"The API keys of '{owner}' cannot be read from Temporal Cloud",
        async page =>
        {
            var answer = await cloud.GetApiKeysAsync(
                new() { OwnerId = owner, PageToken = page }, new RpcOptions { CancellationToken = cancellation });
            return (answer.ApiKeys.Where(key => key.State is not (ResourceState.Deleting or ResourceState.Deleted)), answer.NextPageToken);
        },
        cancellation);

    private static async Task RemoveAsync(CloudService cloud, ApiKey key, CancellationToken cancellation)
    {
        var asked = new DeleteApiKeyRequest { KeyId = key.Id, ResourceVersion = key.ResourceVersion };
        await PlatformCall.MakeAsync(
            $"API key '{key.Id}' cannot be deleted at Temporal Cloud",
            () => cloud.DeleteApiKeyAsync(asked, new RpcOptions { CancellationToken = cancellation }), cancellation);
    }
}
