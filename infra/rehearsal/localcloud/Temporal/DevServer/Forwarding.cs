using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>Hands calls on to the development server, once the gatekeeper has let them in: the methods of its list and no others.</summary>
internal static class Forwarding
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>Answers the listed methods of the workflow and operator services.</summary>
    public static void Register(RpcTable table, SupervisedServer server, CloudAccount account, SerialExecutor executor)
    {
        // The server's own list holds namespaces of others and its own.
        table.On<ListNamespacesRequest, ListNamespacesResponse>(async (_, call) =>
        {
            var answer = new ListNamespacesResponse();
            foreach (var name in executor.Run(() => account.ReadableBy(call.Caller)))
                answer.Namespaces.Add(
                    (DescribeNamespaceResponse)await ForwardAsync(
                        server, ServerMethods.Of("DescribeNamespace"), new DescribeNamespaceRequest { Namespace = name }, call));
            return answer;
        });
        foreach (var service in RpcTable.Services.Where(service => service.Name != "CloudService"))
            table.OnAllOthers(service, IsForwarded, method => (request, call) => ForwardAsync(server, method, request, call));
    }

    private static bool IsForwarded(MethodDescriptor method) =>
        MethodRights.Of(method) is MethodRight.AnyKey or MethodRight.Read or MethodRight.Write;

    private static async Task<IMessage> ForwardAsync(SupervisedServer server, MethodDescriptor method, IMessage request, RpcCall call)
    {
        DateTime? deadline = call.Context.Deadline == DateTime.MaxValue ? null : call.Context.Deadline;
        try
        {
            return await server.CallAsync(method, request, new(HeadersOf(call), deadline, call.Cancelled));
        }
        catch (RpcException error)
        {
            var trailers = new Metadata();
            if (error.Trailers.GetValueBytes(Details) is { } details) trailers.Add(Details, details);
            throw new RpcException(error.Status, trailers);
        }
    }

    // The key is for this gatekeeper and not for the server behind it; the rest tells the server who calls.
    private static Metadata HeadersOf(RpcCall call)
    {
        var headers = new Metadata();
        foreach (var header in call.Context.RequestHeaders)
        {
            if (header.Key is "client-name" or "client-version" or "supported-server-versions" or "temporal-namespace") headers.Add(header);
        }
        return headers;
    }
}
