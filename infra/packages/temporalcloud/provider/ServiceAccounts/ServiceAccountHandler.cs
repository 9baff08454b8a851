using PipAi.Plugins.Diffing;
using PipAi.Plugins.Failures;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;

namespace PipAi.Providers.TemporalCloud.ServiceAccounts;

/// <summary>
/// The resource type ServiceAccount. Names are not unique, so that a mark in the description names the resource that owns it.
/// </summary>
internal sealed class ServiceAccountHandler(Func<CloudApi> api) : ResourceHandler
{
    private const int Tries = 4;

    public override string Token => "temporalcloud:index:ServiceAccount";

    public override IReadOnlyList<string> Stables => ["serviceAccountId"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs) => ServiceAccountInputs.Check(inputs);

    public override PropertyMap Normal(PropertyMap inputs) => ServiceAccountInputs.Normal(inputs);

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs) =>
        inputs.WithoutNulls()
            .With("serviceAccountId", oldOutputs?.GetValueOrDefault("serviceAccountId") ?? PropertyValue.Computed)
            .With("state", oldOutputs?.GetValueOrDefault("state") ?? PropertyValue.Computed);

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var purpose = $"create service account '{request.Inputs.Text("name")}'";
        var mark = OwnershipTag.Of(request.Urn, request.Inputs.RequiredText("name"));
        var own = await FindOwnAsync(request.Inputs.RequiredText("name"), mark, cancellation);
        var id = own?.Id;
        try
        {
            if (own is null)
            {
                var call = new CreateServiceAccountRequest
                {
                    Spec = ServiceAccountInputs.Write(request.Inputs, new(), mark),
                    AsyncOperationId = Guid.NewGuid().ToString(),
                };
                var answer = await api().CallAsync(
                    purpose, (service, options) => service.CreateServiceAccountAsync(call, options), cancellation);
                id = answer.ServiceAccountId;
                await api().FinishAsync(purpose, answer.AsyncOperation, cancellation);
            }
            else
            {
                await Log.TakenOverAsync($"service account '{own.Spec.Name}' ({own.Id})", request.Urn);
                await WriteAsync(own, request.Inputs, cancellation);
            }

            var account = await api().VisibleAsync($"read service account '{id}'", (service, options) =>
                service.GetServiceAccountAsync(new GetServiceAccountRequest { ServiceAccountId = id }, options), cancellation);
            return new CreateResponse { Id = id, Outputs = Outputs(request.Inputs, account.ServiceAccount) };
        }
        catch (Exception failure) when (id is not null)
        {
            throw InitializationFailedException.From(
                failure, id, request.Inputs.WithoutNulls().With("serviceAccountId", id), request.Inputs);
        }
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } account) return new ReadResponse { Id = "" };
        var inputs = Readback.Merge(request.Inputs, ServiceAccountInputs.Read(account.Spec), Normal);
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = Outputs(inputs, account) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var account = await FindAsync(request.Id, cancellation)
            ?? throw new InvalidOperationException($"Service account '{request.Id}' is gone: somebody deleted it.\n    pulumi refresh");
        await WriteAsync(account, request.NewInputs, cancellation);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, await FindAsync(request.Id, cancellation) ?? account) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } account) return;
        var deletion = new DeleteServiceAccountRequest { ServiceAccountId = request.Id, ResourceVersion = account.ResourceVersion };
        await api().DeleteAsync(
            $"delete service account '{request.Id}'",
            async (service, options) => (await service.DeleteServiceAccountAsync(deletion, options)).AsyncOperation, cancellation);
    }

    private async Task WriteAsync(ServiceAccount account, PropertyMap inputs, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var spec = ServiceAccountInputs.Write(inputs, account.Spec, OwnershipTag.In(account.Spec.Description));
            if (spec.Equals(account.Spec)) return;
            var call = new UpdateServiceAccountRequest
            {
                ServiceAccountId = account.Id,
                Spec = spec,
                ResourceVersion = account.ResourceVersion,
                AsyncOperationId = Guid.NewGuid().ToString(),
            };
            try
            {
                var purpose = $"update service account '{account.Id}'";
                var answer = await api().CallAsync(
                    purpose, (service, options) => service.UpdateServiceAccountAsync(call, options), cancellation);
                await api().FinishAsync(purpose, answer.AsyncOperation, cancellation);
                return;
            }
            catch (CloudApiException same) when (same.IsNothingToChange)
            {
                return;
            }
            catch (CloudApiException conflict) when (conflict.IsConflict && tries < Tries)
            {
                account = await FindAsync(account.Id, cancellation)
                    ?? throw new InvalidOperationException($"Service account '{account.Id}' was deleted meanwhile.");
            }
        }
    }

    private async Task<ServiceAccount?> FindOwnAsync(string name, string mark, CancellationToken cancellation)
    {
        var page = "";
        do
        {
            var token = page;
            var answer = await api().CallAsync("list service accounts", (service, options) =>
                service.GetServiceAccountsAsync(new GetServiceAccountsRequest { PageToken = token }, options), cancellation);
            if (answer.ServiceAccount.FirstOrDefault(
                a => IsThere(a) && a.Spec.Name == name && OwnershipTag.IsIn(a.Spec.Description, mark)) is { } own) return own;
            page = answer.NextPageToken;
        }
        while (page.Length > 0);
        return null;
    }

    private async Task<ServiceAccount?> FindAsync(string id, CancellationToken cancellation)
    {
        var answer = await api().FindAsync($"read service account '{id}'", (service, options) =>
            service.GetServiceAccountAsync(new GetServiceAccountRequest { ServiceAccountId = id }, options), cancellation);
        return answer?.ServiceAccount is { } account && IsThere(account) ? account : null;
    }

    private static bool IsThere(ServiceAccount account) => account.State is not (ResourceState.Deleted or ResourceState.Deleting);

    private static PropertyMap Outputs(PropertyMap inputs, ServiceAccount account) =>
        inputs.WithoutNulls().With("serviceAccountId", account.Id).With("state", account.State.ToString().ToLowerInvariant());
}
