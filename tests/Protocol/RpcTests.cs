using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace PipAi.Protocol.Tests;

public sealed class RpcTests : IAsyncLifetime
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);
    private readonly RpcServer server = new();
    private readonly Echo service = new();
    private readonly RpcChannel ours;
    private readonly GrpcChannel theirs;
    private readonly InProcessCallInvoker link = new();

    public RpcTests()
    {
        ours = new RpcChannel(server.Address);
        theirs = GrpcChannel.ForAddress($"http://{server.Address}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Callbacks.BindService(server.Services, service);
        Callbacks.BindService(link.Services, service);
    }

    public async ValueTask InitializeAsync() => await server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        ours.Dispose();
        theirs.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public async Task A_message_of_any_size_goes_there_and_back_with_our_client_and_with_a_foreign_one(int size)
    {
        var request = new CallbackInvokeRequest { Token = "echo", Request = ByteString.CopyFrom(new byte[size]) };
        foreach (var client in Clients())
        {
            var response = await client.InvokeAsync(request, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(request.Request, response.Response);
        }
    }

    [Fact]
    public async Task An_error_arrives_with_its_code_its_text_and_its_trailers()
    {
        foreach (var client in Clients())
        {
            var error = await Assert.ThrowsAsync<RpcException>(
                async () => await client.InvokeAsync(new CallbackInvokeRequest { Token = "refuse" }));
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
            Assert.Equal("100 % ‘no’\nreally", error.Status.Detail);
            Assert.Equal([1, 0, 255], error.Trailers.GetValueBytes("grpc-status-details-bin"));
        }
    }

    [Fact]
    public async Task What_a_service_did_not_foresee_is_told_on_the_wire_without_its_text()
    {
        foreach (var client in Clients()[..2])
        {
            var error = await Assert.ThrowsAsync<RpcException>(
                async () => await client.InvokeAsync(new CallbackInvokeRequest { Token = "crash" }));
            Assert.Equal(StatusCode.Unknown, error.StatusCode);
            Assert.DoesNotContain("s3cret", error.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_method_that_is_not_here_is_unimplemented()
    {
        foreach (var invoker in new CallInvoker[] { ours, theirs.CreateCallInvoker(), link })
        {
            var error = await Assert.ThrowsAsync<RpcException>(
                async () => await new Engine.EngineClient(invoker).LogAsync(new LogRequest()));
            Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        }
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        foreach (var client in Clients())
        {
            await client.InvokeAsync(new CallbackInvokeRequest()); // connected: only the call itself takes of the time below
            // A busy machine may need longer than that for the call to arrive; then the service has not seen what ended.
            var limit = TimeSpan.FromMilliseconds(300);
            do
            {
                Assert.True(limit < TimeSpan.FromMinutes(1), "the call never arrived");
                var error = await Assert.ThrowsAsync<RpcException>(async () =>
                    await client.InvokeAsync(new CallbackInvokeRequest { Token = "hang" }, deadline: DateTime.UtcNow + limit));
                Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
                limit *= 2;
            }
            while (!service.Hangs.Task.IsCompleted);

            await service.GivenUp.Task.WaitAsync(Enough, TestContext.Current.CancellationToken);
            (service.GivenUp, service.Hangs) = (new TaskCompletionSource(), new TaskCompletionSource());
        }
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_on_both_sides()
    {
        foreach (var client in Clients())
        {
            using var source = new CancellationTokenSource();
            var call = client.InvokeAsync(new CallbackInvokeRequest { Token = "hang" }, cancellationToken: source.Token);
            await service.Hangs.Task.WaitAsync(Enough, TestContext.Current.CancellationToken);
            await source.CancelAsync();
            var error = await Assert.ThrowsAsync<RpcException>(async () => await call);
            Assert.Equal(StatusCode.Cancelled, error.StatusCode);
            await service.GivenUp.Task.WaitAsync(Enough, TestContext.Current.CancellationToken);
            (service.GivenUp, service.Hangs) = (new TaskCompletionSource(), new TaskCompletionSource());
        }
    }

    [Fact]
    public async Task Who_is_gone_is_unavailable()
    {
        await server.DisposeAsync();
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await new Callbacks.CallbacksClient(ours).InvokeAsync(new CallbackInvokeRequest()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.IsType<HttpRequestException>(error.Status.DebugException);
    }

    [Fact]
    public async Task A_thousand_calls_are_answered_at_once()
    {
        var client = new Callbacks.CallbacksClient(ours);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number =>
            client.InvokeAsync(
                new CallbackInvokeRequest { Token = "echo", Request = ByteString.CopyFromUtf8($"{number}") }).ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"{number}"), answers.Select(answer => answer.Response.ToStringUtf8()));
    }

    private Callbacks.CallbacksClient[] Clients() => [new(ours), new(theirs), new(link)];

    private sealed class Echo : Callbacks.CallbacksBase
    {
        public TaskCompletionSource Hangs { get; set; } = new();

        public TaskCompletionSource GivenUp { get; set; } = new();

        public override async Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context)
        {
            switch (request.Token)
            {
                case "refuse":
                    throw new RpcException(
                        new Status(StatusCode.FailedPrecondition, "100 % ‘no’\nreally"),
                        new Metadata { { "grpc-status-details-bin", [1, 0, 255] } });
                case "crash":
                    throw new InvalidOperationException("s3cret");
                case "hang":
                    await using (context.CancellationToken.Register(() => GivenUp.TrySetResult()))
                    {
                        Hangs.TrySetResult();
                        await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    }

                    break;
            }

            return new CallbackInvokeResponse { Response = request.Request };
        }
    }
}
