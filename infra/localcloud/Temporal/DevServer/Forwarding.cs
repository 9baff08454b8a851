using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>Hands the calls of whole services on to the development server, once the gatekeeper has let them in.</summary>
internal static class Forwarding
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>Answers every method of the workflow and operator services.</summary>
    public static void Register(RpcTable table, DevServerProcess server)
    {
        foreach (var service in RpcTable.Services.Where(service => service.Name != "CloudService"))
            table.OnAllOthers(service, method => (request, call) => ForwardAsync(server, method, request, call));
    }

    private static async Task<IMessage> ForwardAsync(DevServerProcess server, MethodDescriptor method, IMessage request, RpcCall call)
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
