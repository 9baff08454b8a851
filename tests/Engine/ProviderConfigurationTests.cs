using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

public sealed class ProviderConfigurationTests
{
    [Fact]
    public async Task A_configuration_that_breaks_in_any_way_leaves_nobody_waiting()
    {
        await using var stack = await TestStack.CreateAsync();
        using var channel = GrpcChannel.ForAddress($"http://{stack.Cloud.Address}");
        var broken = channel.Intercept(new BrokenConfigure());
        var context = stack.Context with
        {
            Program = FakeProgram.Of(new Wanted("a")),
            Providers = stack.Context.Providers.SetItem("test", LaunchCommand.Link(_ => broken, null)),
        };
        var result = await new StackEngine(context).UpAsync(new UpOptions(), null, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCategory.Resource, result.Failure);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message == "The provider 'test' cannot be configured: no room");
    }

    /// <summary>Fails as no provider says that it failed.</summary>
    private sealed class BrokenConfigure : Interceptor
    {
        public override Grpc.Core.AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            context.Method.Name == "Configure" ? throw new InvalidOperationException("no room") : continuation(request, context);
    }
}
