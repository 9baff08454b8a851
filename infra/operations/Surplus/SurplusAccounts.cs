using System.Collections.Immutable;
using PipAi.Operations.Platform;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;
using Temporalio.Client;

namespace PipAi.Operations.Surplus;

/// <summary>
/// Service accounts that were given rights on the namespace. Those that may do something everywhere, because of their role in the account,
/// are the
/// account's and not the platform's: the one that deploys is such a one.
/// </summary>
internal sealed class SurplusAccounts(PlatformAccess access, string space, IReadOnlySet<string> declared) : ISurplusSource
{
    /// <inheritdoc/>
    public string What => $"service accounts with rights on '{space}'";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var cloud = (await access.TemporalCloudAsync()).CloudService;
        var accounts = (await AccountsAsync(cloud, cancellation)).Select(account => (Account: account, Right: RightOf(account.Spec))).Where(
            found => found.Right is not null).ToList();
        return (accounts.Count,
        [
            .. accounts.Where(found => !declared.Contains(found.Account.Id)).Select(found => new SurplusThing(
                "account", found.Account.Id,
                $"service account '{found.Account.Spec.Name}' ({found.Account.Id}), whose permission on '{space}' is {found.Right}",
                stop => RemoveAsync(cloud, found.Account, stop))
            {
                Adoption = SurplusThing.ByImport(DeclaredResource.ServiceAccount, found.Account.Id),
            }),
        ]);
    }

    private string? RightOf(ServiceAccountSpec spec)
    {
        NamespaceAccess? right = null;
        if (spec.NamespaceScopedAccess is { } scoped && scoped.Namespace == space) right = scoped.Access;
        else spec.Access?.NamespaceAccesses.TryGetValue(space, out right);
        return right?.Permission.ToString().ToLowerInvariant();
    }

    private static Task<List<ServiceAccount>> AccountsAsync(CloudService cloud, CancellationToken cancellation) => CloudPages.ReadAsync(
        "The service accounts cannot be read from Temporal Cloud",
        async page =>
        {
            var answer = await cloud.GetServiceAccountsAsync(
                new() { PageToken = page }, new RpcOptions { CancellationToken = cancellation });
            return (answer.ServiceAccount.Where(
                account => account.State is not (ResourceState.Deleting or ResourceState.Deleted)), answer.NextPageToken);
        },
        cancellation);

    private static async Task RemoveAsync(CloudService cloud, ServiceAccount account, CancellationToken cancellation)
    {
        var asked = new DeleteServiceAccountRequest { ServiceAccountId = account.Id, ResourceVersion = account.ResourceVersion };
        await PlatformCall.MakeAsync(
            $"Service account '{account.Id}' cannot be deleted at Temporal Cloud",
            () => cloud.DeleteServiceAccountAsync(asked, new RpcOptions { CancellationToken = cancellation }), cancellation);
    }
}
