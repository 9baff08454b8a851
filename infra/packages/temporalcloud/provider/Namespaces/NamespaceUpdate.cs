using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.Providers.TemporalCloud.Namespaces;

/// <summary>
/// Brings a namespace to its inputs: its specification, its regions and its tags, each by the call that Temporal has for it.
/// </summary>
internal sealed class NamespaceUpdate(CloudApi api, string id)
{
    private const int Tries = 4;

    public async Task RunAsync(PropertyMap inputs, Namespace found, CancellationToken cancellation)
    {
        await SpecificationAsync(inputs, found, cancellation);
        await RegionsAsync(inputs, found, cancellation);
        await TagsAsync(inputs, found, cancellation);
    }

    // The whole specification is replaced, and only by somebody who has read its latest version.
    private async Task SpecificationAsync(PropertyMap inputs, Namespace found, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var spec = NamespaceInputs.Write(inputs, found.Spec);
            if (spec.Equals(found.Spec)) return;
            var call = new UpdateNamespaceRequest
            {
                Namespace = id,
                Spec = spec,
                ResourceVersion = found.ResourceVersion,
                AsyncOperationId = Guid.NewGuid().ToString(),
            };
            try
            {
                var purpose = $"update namespace '{id}'";
                var answer = await api.CallAsync(purpose, (service, options) => service.UpdateNamespaceAsync(call, options), cancellation);
                await api.FinishAsync(purpose, answer.AsyncOperation, cancellation);
                return;
            }
            catch (CloudApiException same) when (same.IsNothingToChange)
            {
                return;
            }
            catch (CloudApiException conflict) when (conflict.IsConflict && tries < Tries)
            {
                found = await ReadAsync(cancellation);
            }
        }
    }

    private async Task RegionsAsync(PropertyMap inputs, Namespace found, CancellationToken cancellation)
    {
        var wanted = inputs.Texts("regions");
        var present = NamespaceInputs.Regions(found.Spec);
        var added = Without(wanted, present);
        var removed = Without(present, wanted);
        if (removed.Contains(found.ActiveRegion) && !wanted.Contains(found.ActiveRegion))
            throw new InvalidOperationException(
                $"Namespace '{id}' is active in '{found.ActiveRegion}', which is to be removed. Add the other region first, fail over to "
                    + $"it, and remove this one then.\n"
                + $"    tcld namespace failover --namespace {id} --region <region>");
        foreach (var region in removed)
        {
            var purpose = $"remove region '{region}' from namespace '{id}'";
            var version = (await ReadAsync(cancellation)).ResourceVersion;
            var answer = await api.CallAsync(purpose, (service, options) => service.DeleteNamespaceRegionAsync(
                new DeleteNamespaceRegionRequest { Namespace = id, Region = region, ResourceVersion = version }, options), cancellation);
            await api.FinishAsync(purpose, answer.AsyncOperation, cancellation);
        }

        foreach (var region in added)
        {
            var purpose = $"add region '{region}' to namespace '{id}'";
            var version = (await ReadAsync(cancellation)).ResourceVersion;
            var answer = await api.CallAsync(purpose, (service, options) => service.AddNamespaceRegionAsync(
                new AddNamespaceRegionRequest { Namespace = id, Region = region, ResourceVersion = version }, options), cancellation);
            await api.FinishAsync(purpose, answer.AsyncOperation, cancellation);
        }
    }

    private async Task TagsAsync(PropertyMap inputs, Namespace found, CancellationToken cancellation)
    {
        var wanted = inputs.Map("tags");
        var call = new UpdateNamespaceTagsRequest { Namespace = id, AsyncOperationId = Guid.NewGuid().ToString() };
        foreach (var key in wanted.Keys.Where(key => !found.Tags.TryGetValue(key, out var value) || value != wanted.Text(key)))
            call.TagsToUpsert[key] = wanted.RequiredText(key);
        call.TagsToRemove.Add(found.Tags.Keys.Where(key => key != OwnershipTag.Tag && !wanted.ContainsKey(key)));
        if (call.TagsToUpsert.Count + call.TagsToRemove.Count == 0) return;
        var purpose = $"label namespace '{id}'";
        var answer = await api.CallAsync(purpose, (service, options) => service.UpdateNamespaceTagsAsync(call, options), cancellation);
        await api.FinishAsync(purpose, answer.AsyncOperation, cancellation);
    }

    private async Task<Namespace> ReadAsync(CancellationToken cancellation)
    {
        var answer = await api.CallAsync($"read namespace '{id}'", (service, options) =>
            service.GetNamespaceAsync(new GetNamespaceRequest { Namespace = id }, options), cancellation);
        return answer.Namespace;
    }

    // A region may be listed twice, for a replica in the region itself.
    private static ImmutableArray<string> Without(ImmutableArray<string> regions, ImmutableArray<string> others)
    {
        var rest = regions;
        foreach (var region in others) rest = rest.Remove(region);
        return rest;
    }
}
