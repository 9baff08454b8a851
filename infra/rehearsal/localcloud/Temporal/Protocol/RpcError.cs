using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Temporalio.Api.Common.V1;
using Temporalio.Api.ErrorDetails.V1;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>Errors as Temporal's clients understand them: a gRPC status, and for some a typed detail in its trailer.</summary>
internal static class RpcError
{
    /// <summary>Any status, with the detail that makes a client raise a typed exception.</summary>
    public static RpcException Of(StatusCode code, string message, IMessage? detail = null)
    {
        var trailers = new Metadata();
        if (detail is not null)
        {
            var status = new GrpcStatus { Code = (int)code, Message = message };
            status.Details.Add(Any.Pack(detail));
            trailers.Add("grpc-status-details-bin", status.ToByteArray());
        }
        return new RpcException(new Status(code, message), trailers);
    }

    /// <summary>A workflow, run, task or update that is not there, or no longer open.</summary>
    public static RpcException NotFound(string message) => Of(StatusCode.NotFound, message, new NotFoundFailure());

    /// <summary>A namespace that was never created, or is deleted.</summary>
    public static RpcException NamespaceNotFound(string name) =>
        Of(StatusCode.NotFound, $"Namespace {name} is not found.", new NamespaceNotFoundFailure { Namespace = name });

    /// <summary>A workflow that cannot answer now.</summary>
    public static RpcException NotReady(string message) => Of(StatusCode.FailedPrecondition, message, new WorkflowNotReadyFailure());

    /// <summary>A method that is not offered here.</summary>
    public static RpcException Unimplemented(MethodDescriptor method) =>
        Of(StatusCode.Unimplemented, $"the local Temporal service does not offer {method.FullName}");

    /// <summary>A request that can never succeed as it is.</summary>
    public static RpcException Invalid(string message) => Of(StatusCode.InvalidArgument, message);
}
