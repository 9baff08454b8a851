using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Namespace.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>Makes the server's namespaces what the account says of them, and looks whether they are.</summary>
/// <param name="call">Makes a call to the server.</param>
/// <param name="account">Learns by which ids the server calls them.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerNamespaces(
    Func<MethodDescriptor, IMessage, CallOptions, Task<IMessage>> call, CloudAccount account, TimeProvider time) : INamespaceBackend
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task EnsureAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation)
    {
        var retention = Duration.FromTimeSpan(TimeSpan.FromDays(spec.RetentionDays));
        await RegisterAsync(namespaceId, retention, cancellation);
        var there = await DescribeAsync(namespaceId, cancellation);
        if (!there.Config.WorkflowExecutionRetentionTtl.Equals(retention))
        {
            await UpdateAsync(namespaceId, new() { WorkflowExecutionRetentionTtl = retention }, cancellation);
            there = await DescribeAsync(namespaceId, cancellation);
        }

        var kept = there.Config.WorkflowExecutionRetentionTtl.ToTimeSpan();
        if (kept != retention.ToTimeSpan())
            throw new IOException(
                $"Temporal's development server keeps {kept.TotalDays:0} days of namespace '{namespaceId}', not {spec.RetentionDays}");
        account.OtherIds[there.NamespaceInfo.Id] = namespaceId;
        await EnsureAttributesAsync(namespaceId, spec, cancellation);
    }

    /// <inheritdoc/>
    public async Task RenameAttributeAsync(string namespaceId, string name, string newName, CancellationToken cancellation)
    {
        // Columns have names of their own; what clients call them is an alias, which must go before the column gets another.
        var aliases = (await DescribeAsync(namespaceId, cancellation)).Config.CustomSearchAttributeAliases;
        if (aliases.FirstOrDefault(alias => alias.Value == name).Key is { } column)
        {
            await UpdateAsync(namespaceId, new() { CustomSearchAttributeAliases = { [column] = "" } }, cancellation);
            await UpdateAsync(namespaceId, new() { CustomSearchAttributeAliases = { [column] = newName } }, cancellation);
        }

        await AttributesAsync(namespaceId, found => found.ContainsKey(newName), cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string namespaceId, CancellationToken cancellation)
    {
        try
        {
            await AskAsync<DeleteNamespaceResponse>(
                "DeleteNamespace", new DeleteNamespaceRequest { Namespace = namespaceId }, cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            // It is gone already.
        }
    }

    private async Task EnsureAttributesAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation)
    {
        var there = await AttributesAsync(namespaceId, _ => true, cancellation);
        var added = new AddSearchAttributesRequest { Namespace = namespaceId };
        // Both name the same types with the same numbers.
        foreach (var (name, type) in spec.SearchAttributes.Where(wanted => !there.ContainsKey(wanted.Key)))
            added.SearchAttributes[name] = (IndexedValueType)(int)type;
        if (added.SearchAttributes.Count == 0) return;
        await AskAsync<AddSearchAttributesResponse>("AddSearchAttributes", added, cancellation);
        await AttributesAsync(namespaceId, found => added.SearchAttributes.Keys.All(found.ContainsKey), cancellation);
    }

    /// <summary>The server answers many calls from a copy that is some seconds old: a namespace is ready when that copy has it.</summary>
    private async Task<MapField<string, IndexedValueType>> AttributesAsync(
        string namespaceId, Func<MapField<string, IndexedValueType>, bool> isReady, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await AskAsync<ListSearchAttributesResponse>(
                    "ListSearchAttributes", new ListSearchAttributesRequest { Namespace = namespaceId }, cancellation);
                if (isReady(answer.CustomAttributes)) return answer.CustomAttributes;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
            {
                // Not in the copy yet.
            }

            if (time.GetElapsedTime(began) > LongestDelay)
                throw new IOException(
                    $"Temporal's development server does not show what was set for namespace '{namespaceId}' {LongestDelay.TotalSeconds:0} s ago");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task RegisterAsync(string namespaceId, Duration retention, CancellationToken cancellation)
    {
        try
        {
            await AskAsync<RegisterNamespaceResponse>(
                "RegisterNamespace", new RegisterNamespaceRequest { Namespace = namespaceId, WorkflowExecutionRetentionPeriod = retention },
                cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.AlreadyExists)
        {
            // To ask first whether it is there would make the server remember for a second that it is not.
        }
    }

    private Task<UpdateNamespaceResponse> UpdateAsync(string namespaceId, NamespaceConfig config, CancellationToken cancellation) =>
        AskAsync<UpdateNamespaceResponse>(
            "UpdateNamespace", new UpdateNamespaceRequest { Namespace = namespaceId, Config = config }, cancellation);

    private Task<DescribeNamespaceResponse> DescribeAsync(string namespaceId, CancellationToken cancellation) =>
        AskAsync<DescribeNamespaceResponse>("DescribeNamespace", new DescribeNamespaceRequest { Namespace = namespaceId }, cancellation);

    private async Task<T> AskAsync<T>(string method, IMessage request, CancellationToken cancellation) =>
        (T)await call(ServerMethods.Of(method), request, new(cancellationToken: cancellation));
}
