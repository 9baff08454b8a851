using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Cloud;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>Makes the server's namespaces what the account says of them, and looks whether they are.</summary>
/// <param name="call">Makes a call to the server.</param>
/// <param name="account">Learns by which ids the server calls them.</param>
internal sealed class ServerNamespaces(Func<MethodDescriptor, IMessage, CallOptions, Task<IMessage>> call, CloudAccount account) : INamespaceBackend
{
    /// <inheritdoc/>
    public async Task EnsureAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation)
    {
        var retention = Duration.FromTimeSpan(TimeSpan.FromDays(spec.RetentionDays));
        var there = await DescribeAsync(namespaceId, cancellation);
        if (there is null)
        {
            await AskAsync<RegisterNamespaceResponse>(
                "RegisterNamespace", new RegisterNamespaceRequest { Namespace = namespaceId, WorkflowExecutionRetentionPeriod = retention }, cancellation);
            there = await DescribeAsync(namespaceId, cancellation);
        }

        if (there is not null && !there.Config.WorkflowExecutionRetentionTtl.Equals(retention))
        {
            await AskAsync<UpdateNamespaceResponse>(
                "UpdateNamespace", new UpdateNamespaceRequest { Namespace = namespaceId, Config = new() { WorkflowExecutionRetentionTtl = retention } }, cancellation);
            there = await DescribeAsync(namespaceId, cancellation);
        }

        var kept = there?.Config.WorkflowExecutionRetentionTtl;
        if (there is null || !retention.Equals(kept))
            throw new IOException($"Temporal's development server keeps {kept?.ToTimeSpan().TotalDays:0} days of namespace '{namespaceId}', not {spec.RetentionDays}");
        account.OtherIds[there.NamespaceInfo.Id] = namespaceId;
        await EnsureAttributesAsync(namespaceId, spec, cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string namespaceId, CancellationToken cancellation)
    {
        try
        {
            await AskAsync<DeleteNamespaceResponse>("DeleteNamespace", new DeleteNamespaceRequest { Namespace = namespaceId }, cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            // It is gone already.
        }
    }

    private async Task EnsureAttributesAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation)
    {
        if (spec.SearchAttributes.Count == 0) return;
        var there = await AttributesAsync(namespaceId, cancellation);
        var added = new AddSearchAttributesRequest { Namespace = namespaceId };
        // Both name the same types with the same numbers.
        foreach (var (name, type) in spec.SearchAttributes.Where(wanted => !there.ContainsKey(wanted.Key))) added.SearchAttributes[name] = (IndexedValueType)(int)type;
        if (added.SearchAttributes.Count == 0) return;
        await AskAsync<AddSearchAttributesResponse>("AddSearchAttributes", added, cancellation);
        there = await AttributesAsync(namespaceId, cancellation);
        if (spec.SearchAttributes.Keys.FirstOrDefault(name => !there.ContainsKey(name)) is { } missing)
            throw new IOException($"Temporal's development server did not add search attribute '{missing}' to namespace '{namespaceId}'");
    }

    private async Task<MapField<string, IndexedValueType>> AttributesAsync(string namespaceId, CancellationToken cancellation) =>
        (await AskAsync<ListSearchAttributesResponse>("ListSearchAttributes", new ListSearchAttributesRequest { Namespace = namespaceId }, cancellation)).CustomAttributes;

    private async Task<DescribeNamespaceResponse?> DescribeAsync(string namespaceId, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync<DescribeNamespaceResponse>("DescribeNamespace", new DescribeNamespaceRequest { Namespace = namespaceId }, cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(string method, IMessage request, CancellationToken cancellation) =>
        (T)await call(ServerMethods.Of(method), request, new(cancellationToken: cancellation));
}
