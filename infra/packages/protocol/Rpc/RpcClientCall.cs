using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>One call from this side: a request, and the answer or the error that comes of it.</summary>
internal sealed class RpcClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private static readonly MediaTypeHeaderValue ContentType = new(StatusHeaders.ContentType);
    private readonly Method<TRequest, TResponse> method;
    private readonly CancellationTokenSource given = new();
    private readonly CallOptions options;
    private Status status;
    private Metadata trailers = [];

    public RpcClientCall(HttpMessageInvoker http, Uri target, Method<TRequest, TResponse> method, CallOptions options, TRequest request)
    {
        this.method = method;
        this.options = options;
        Response = RunAsync(http, target, request);
        Headers = HeadersAsync();
    }

    public Task<TResponse> Response { get; }

    /// <summary>What precedes a unary answer is not used; there are trailers.</summary>
    public Task<Metadata> Headers { get; }

    public Status GetStatus() => Response.IsCompleted ? status : throw new InvalidOperationException("The call is not complete.");

    public Metadata GetTrailers() => Response.IsCompleted ? trailers : throw new InvalidOperationException("The call is not complete.");

    /// <summary>Gives the call up, if it is still in flight.</summary>
    public void Dispose()
    {
        given.Cancel();
        given.Dispose();
    }

    private async Task<Metadata> HeadersAsync()
    {
        await ((Task)Response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [];
    }

    private async Task<TResponse> RunAsync(HttpMessageInvoker http, Uri target, TRequest request)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(given.Token, options.CancellationToken);
        try
        {
            using var message = Message(target, request, ends);
            using var response = await http.SendAsync(message, ends.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(ends.Token).ConfigureAwait(false);
            return Answer(response, body);
        }
        catch (OperationCanceledException cancelled)
        {
            var late = !given.IsCancellationRequested && !options.CancellationToken.IsCancellationRequested;
            throw Failed(
                new Status(
                    late ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, late ? "The call took too long." : "The call was given up.",
                    cancelled));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw Failed(new Status(StatusCode.Unavailable, lost.Message, lost));
        }
    }

    private HttpRequestMessage Message(Uri target, TRequest request, CancellationTokenSource ends)
    {
        var bytes = new ArrayBufferWriter<byte>();
        method.RequestMarshaller.ContextualSerializer(request, new OutgoingMessage(bytes));
        var message = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(bytes.WrittenMemory) { Headers = { ContentType = ContentType } },
        };
        message.Headers.TryAddWithoutValidation("te", "trailers");
        if (options.Headers is { } headers)
            StatusHeaders.Write(headers, (name, value) => message.Headers.TryAddWithoutValidation(name, value));
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var timeout = deadline.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
            message.Headers.TryAddWithoutValidation(StatusHeaders.Timeout, StatusHeaders.WriteTimeout(timeout));
            ends.CancelAfter(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
        }

        return message;
    }

    private TResponse Answer(HttpResponseMessage response, byte[] body)
    {
        // An error that came before any message is in the headers: then there are no trailers.
        var fields = response.TrailingHeaders.Any() ? response.TrailingHeaders : (HttpHeaders)response.Headers;
        trailers = StatusHeaders.Read(fields.Select(field => (field.Key, string.Join(", ", field.Value))));
        var told = StatusHeaders.ReadStatus(name => fields.TryGetValues(name, out var values) ? values.FirstOrDefault() : null)
            ?? new Status(OfHttp(response.StatusCode), $"The answer is not gRPC: HTTP status {(int)response.StatusCode}.");
        if (told.StatusCode != StatusCode.OK) throw Failed(told);
        try
        {
            var answer = method.ResponseMarshaller.ContextualDeserializer(new IncomingMessage(new ReadOnlySequence<byte>(body)));
            status = told;
            return answer;
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or RpcException)
        {
            // The other side did what was asked: this must not look like an error of its own.
            throw Failed(new Status(StatusCode.DataLoss, (unreadable as RpcException)?.Status.Detail ?? unreadable.Message, unreadable));
        }
    }

    private RpcException Failed(Status reason)
    {
        status = reason;
        return new RpcException(reason, trailers);
    }

    private static StatusCode OfHttp(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            StatusCode.Unavailable,
        HttpStatusCode.OK => StatusCode.Internal,
        _ => StatusCode.Unknown,
    };
}
