using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>Turns HTTP/2 requests into calls and their ends into statuses.</summary>
internal sealed class RpcApplication(RpcMethods methods) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        if (request.Method != HttpMethods.Post || request.Headers.ContentType is not [{ } type]
            || !type.StartsWith(StatusHeaders.ContentType, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        response.Headers.ContentType = StatusHeaders.ContentType;
        using var call = new RpcServerCall(request, context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted);
        var (status, trailers) = await RunAsync(call, context);
        // The first byte is not sent before this method returns, so that an error can be all there is: its status is a header then.
        var fields = status.StatusCode == StatusCode.OK
            ? context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : response.Headers;
        StatusHeaders.Write(status, trailers, (name, value) => fields[name] = value);
    }

    private async Task<(Status Status, Metadata Trailers)> RunAsync(RpcServerCall call, IFeatureCollection context)
    {
        try
        {
            if (methods.Find(call.Method) is not { } method)
                return (new Status(StatusCode.Unimplemented, $"There is no method '{call.Method}' here."), []);
            await method.RunAsync(
                call, context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader,
                context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer);
            return (Status.DefaultSuccess, call.ResponseTrailers);
        }
        catch (RpcException error)
        {
            return (error.Status, error.Trailers);
        }
        catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
        {
            return (new Status(call.IsLate ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, "The call was given up."), []);
        }
#pragma warning disable CA1031 // What a service did not foresee is told to its caller without details, which may be secret.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (new Status(StatusCode.Unknown, $"The service failed: {error.GetType().Name}."), []);
        }
    }
}
