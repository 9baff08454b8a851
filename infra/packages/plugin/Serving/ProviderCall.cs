using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.Plugins.Failures;

namespace PipAi.Plugins.Serving;

/// <summary>Turns what provider code throws into gRPC statuses. Messages travel, stack traces never do.</summary>
internal static class ProviderCall
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw; // it is a status already
        }
        catch (OperationCanceledException canceled)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, canceled.Message));
        }
        catch (InitializationFailedException partial)
        {
            throw PartialFailure(partial);
        }
        catch (Exception failure)
        {
            throw new RpcException(new Status(StatusCode.Internal, failure.Message));
        }
    }

    private static RpcException PartialFailure(InitializationFailedException failure)
    {
        var detail = new Pulumirpc.ErrorResourceInitFailed
        {
            Id = failure.Id,
            Properties = PropertyValueWire.Write(failure.Outputs),
            Reasons = { failure.Message },
            Inputs = PropertyValueWire.Write(failure.Inputs),
        };
        var status = new EmbeddedPulumi.Protocol.Wire.Status
        {
            Code = (int)StatusCode.Unknown,
            Message = failure.Message,
            Details = { Any.Pack(detail) },
        };
        var trailers = new Metadata { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Status(StatusCode.Unknown, failure.Message), trailers);
    }
}
