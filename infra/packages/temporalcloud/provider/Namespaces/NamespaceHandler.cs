using System.Text.RegularExpressions;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Failures;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Resource.V1;
using Temporalio.Exceptions;

namespace PipAi.Providers.TemporalCloud.Namespaces;

/// <summary>The resource type Namespace.</summary>
internal sealed partial class NamespaceHandler(Func<CloudApi> api) : ResourceHandler
{
    public override string Token => "temporalcloud:index:Namespace";

    public override IReadOnlyList<string> Stables => ["namespaceId"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && !Name().IsMatch(name))
            yield return new CheckFailure(
                "name", $"'{name}' must be 2 to 39 small letters, digits and hyphens, start with a letter and not end with a hyphen.");
        if (inputs.Whole("retentionDays") is { } days && days is < 1 or > 90)
            yield return new CheckFailure("retentionDays", $"{days} is out of range: 1 to 90 days.");
        if (inputs.Flag("apiKeyAuth") is false && !inputs.Has("acceptedClientCa"))
            yield return new CheckFailure(
                "apiKeyAuth", "clients need one way to sign in: leave 'apiKeyAuth' on, or set 'acceptedClientCa'.");
        if (inputs.IsUnknown("regions")) yield break;
        foreach (var failure in NamespaceRegions.Check(inputs.Texts("regions"), inputs.List("regions").Length)) yield return failure;
    }

    public override PropertyMap Normal(PropertyMap inputs) => NamespaceInputs.Normal(inputs);

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = inputs.WithoutNulls();
        foreach (var name in NamespaceOutputs.Names)
            planned = planned.With(name, oldOutputs is null ? PropertyValue.Computed : oldOutputs.GetValueOrDefault(name));
        return planned;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var name = request.Inputs.RequiredText("name");
        var id = await CreateOnceAsync(name, request, cancellation);
        try
        {
            var created = await SettledAsync(id, cancellation);
            // One that an earlier try made may have been made from other inputs.
            await new NamespaceUpdate(api(), id).RunAsync(request.Inputs, created, cancellation);
            return new CreateResponse { Id = id, Outputs = NamespaceOutputs.Of(request.Inputs, await SettledAsync(id, cancellation)) };
        }
        catch (Exception failure)
        {
            throw InitializationFailedException.From(failure, id, request.Inputs.WithoutNulls().With("namespaceId", id), request.Inputs);
        }
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } found) return new ReadResponse { Id = "" };
        var inputs = Readback.Merge(request.Inputs, NamespaceInputs.Read(found), Normal);
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = NamespaceOutputs.Of(inputs, found) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var found = await SettledAsync(request.Id, cancellation);
        await new NamespaceUpdate(api(), request.Id).RunAsync(request.NewInputs, found, cancellation);
        return new UpdateResponse { Outputs = NamespaceOutputs.Of(request.NewInputs, await SettledAsync(request.Id, cancellation)) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } found) return;
        if (found.Spec.Lifecycle?.EnableDeleteProtection is true)
            throw new InvalidOperationException(
                $"Namespace '{request.Id}' is protected from deletion, which would lose its workflows. If it really is to go, set "
                    + $"deletionProtection "
                + "to false, run 'up', and then delete it.");
        var deletion = new DeleteNamespaceRequest { Namespace = request.Id, ResourceVersion = found.ResourceVersion };
        await api().DeleteAsync(
            $"delete namespace '{request.Id}'",
            async (service, options) => (await service.DeleteNamespaceAsync(deletion, options)).AsyncOperation, cancellation);
    }

    private async Task<string> CreateOnceAsync(string name, CreateRequest request, CancellationToken cancellation)
    {
        var purpose = $"create namespace '{name}'";
        var mark = OwnershipTag.Of(request.Urn);
        var call = new CreateNamespaceRequest
        {
            Spec = NamespaceInputs.Write(request.Inputs, new NamespaceSpec()),
            AsyncOperationId = Guid.NewGuid().ToString(),
        };
        call.Spec.Replicas.Add(request.Inputs.Texts("regions").Select(region => new ReplicaSpec { Region = region }));
        foreach (var (key, _) in request.Inputs.Map("tags")) call.Tags[key] = request.Inputs.Map("tags").RequiredText(key);
        call.Tags[OwnershipTag.Tag] = mark;
        try
        {
            var answer = await api().CallAsync(purpose, (service, options) => service.CreateNamespaceAsync(call, options), cancellation);
            await FinishCreateAsync(purpose, answer, request, cancellation);
            return answer.Namespace;
        }
        catch (CloudApiException exists) when (exists.Code == RpcException.StatusCode.AlreadyExists)
        {
            var known = await api().CallAsync($"look for namespace '{name}'", (service, options) => service.GetNamespacesAsync(
                new GetNamespacesRequest { Name = name }, options), cancellation);
            var own = known.Namespaces.FirstOrDefault(found => found.Tags.TryGetValue(OwnershipTag.Tag, out var tag) && tag == mark);
            if (own is not null)
            {
                await Log.TakenOverAsync($"namespace '{own.Namespace_}', active in region '{own.ActiveRegion}'", request.Urn);
                return own.Namespace_;
            }

            throw new InvalidOperationException(
                $"A namespace named '{name}' exists already, which this stack did not create. Choose another name, or take it over.\n"
                + $"    pulumi import {Token} {request.Name} {known.Namespaces.FirstOrDefault()?.Namespace_ ?? name + ".<account>"}",
                exists);
        }
    }

    // The id is known from here on: whatever fails now must not lose it.
    private async Task FinishCreateAsync(
        string purpose, CreateNamespaceResponse answer, CreateRequest request, CancellationToken cancellation)
    {
        try
        {
            await api().FinishAsync(purpose, answer.AsyncOperation, cancellation);
        }
        catch (Exception failure)
        {
            var outputs = request.Inputs.WithoutNulls().With("namespaceId", answer.Namespace);
            throw InitializationFailedException.From(failure, answer.Namespace, outputs, request.Inputs);
        }
    }

    // Waits for an operation that is still running on it, such as one that an earlier run began.
    private async Task<Namespace> SettledAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await api().VisibleAsync($"read namespace '{id}'", (service, options) =>
                service.GetNamespaceAsync(new GetNamespaceRequest { Namespace = id }, options), cancellation);
            if (answer.Namespace.State is not (ResourceState.Activating or ResourceState.Updating)
                || answer.Namespace.AsyncOperationId.Length == 0)
                return answer.Namespace;
            await api().AwaitAsync(answer.Namespace.AsyncOperationId, $"finish the change of namespace '{id}'", cancellation);
        }
    }

    private async Task<Namespace?> FindAsync(string id, CancellationToken cancellation)
    {
        var answer = await api().FindAsync($"read namespace '{id}'", (service, options) =>
            service.GetNamespaceAsync(new GetNamespaceRequest { Namespace = id }, options), cancellation);
        return answer?.Namespace is { State: not (ResourceState.Deleted or ResourceState.Deleting) } found ? found : null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,37}[a-z0-9]\z")]
    private static partial Regex Name();
}
