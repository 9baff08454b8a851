using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rpc = Pulumirpc;

namespace PipAi.Plugins.Serving;

/// <summary>The plugin itself: how it meets the engine, its settings, its schema, its end.</summary>
internal sealed partial class ProviderService(Func<IEngine, Provider> factory, string version, string? engineAddress)
    : Rpc.ResourceProvider.ResourceProviderBase, IDisposable
{
    private readonly CancellationTokenSource cancelled = new();
    private Provider? provider = engineAddress is null ? null : factory(new GrpcEngine(engineAddress));

    private Provider Attached => provider
        ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "The plugin has not been told yet where its engine is."));

    public void Dispose() => cancelled.Dispose();

    /// <inheritdoc/>
    public override Task<Rpc.ProviderHandshakeResponse> Handshake(Rpc.ProviderHandshakeRequest request, ServerCallContext context)
    {
        if (request.EngineAddress.Length > 0) Attach(request.EngineAddress);
        return Task.FromResult(new Rpc.ProviderHandshakeResponse
        {
            AcceptSecrets = true,
            AcceptResources = true,
            AcceptOutputs = true,
        });
    }

    /// <inheritdoc/>
    public override Task<Empty> Attach(Rpc.PluginAttach request, ServerCallContext context)
    {
        Attach(request.Address);
        return Task.FromResult(new Empty());
    }

    /// <inheritdoc/>
    public override Task<Rpc.PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new Rpc.PluginInfo { Version = version });

    /// <inheritdoc/>
    public override async Task<Empty> Cancel(Empty request, ServerCallContext context)
    {
        await cancelled.CancelAsync();
        return new Empty();
    }

    /// <inheritdoc/>
    public override Task<Rpc.GetSchemaResponse> GetSchema(Rpc.GetSchemaRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            var question = new GetSchemaRequest(
                request.Version, NullIfEmpty(request.SubpackageName), NullIfEmpty(request.SubpackageVersion));
            var answer = await provider.GetSchemaAsync(question, cancellation);
            return new Rpc.GetSchemaResponse { Schema = answer.Schema ?? "" };
        });

    /// <inheritdoc/>
    public override Task<Rpc.ParameterizeResponse> Parameterize(Rpc.ParameterizeRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            Parameters parameters = request.ParametersCase switch
            {
                Rpc.ParameterizeRequest.ParametersOneofCase.Args => new ParametersArgs([.. request.Args.Args]),
                Rpc.ParameterizeRequest.ParametersOneofCase.Value => new ParametersValue(
                    request.Value.Name, request.Value.Version, ImmutableArray.Create(request.Value.Value.Span)),
                Rpc.ParameterizeRequest.ParametersOneofCase.None => throw new RpcException(
                    new Status(StatusCode.InvalidArgument, "Parameterize was called without parameters.")),
            };
            var answer = await provider.ParameterizeAsync(new ParameterizeRequest(parameters), cancellation);
            return new Rpc.ParameterizeResponse { Name = answer.Name, Version = answer.Version };
        });

    /// <inheritdoc/>
    public override Task<Rpc.CheckResponse> CheckConfig(Rpc.CheckRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) => Answer(await provider.CheckConfigAsync(Ask(request), cancellation)));

    /// <inheritdoc/>
    public override Task<Rpc.DiffResponse> DiffConfig(Rpc.DiffRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) => Answer(await provider.DiffConfigAsync(Ask(request), cancellation)));

    /// <inheritdoc/>
    public override Task<Rpc.ConfigureResponse> Configure(Rpc.ConfigureRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
#pragma warning disable CS0612 // Older engines send nothing else.
            var variables = request.Variables.ToImmutableDictionary();
#pragma warning restore CS0612
            var question = new ConfigureRequest(
                variables,
                PropertyValueWire.Read(request.Args),
                request.AcceptSecrets,
                request.AcceptResources,
                request.SendsOldInputs,
                request.SendsOldInputsToDelete);
            var answer = await provider.ConfigureAsync(question, cancellation);
            return new Rpc.ConfigureResponse
            {
                AcceptSecrets = answer.AcceptSecrets,
                SupportsPreview = answer.SupportsPreview,
                AcceptResources = answer.AcceptResources,
                AcceptOutputs = answer.AcceptOutputs,
            };
        });

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private void Attach(string address) => provider ??= factory(new GrpcEngine(address));

    private Task<T> RunAsync<T>(ServerCallContext context, Func<Provider, CancellationToken, Task<T>> call) =>
        ProviderCall.RunAsync(async () =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled.Token, context.CancellationToken);
            return await call(Attached, either.Token);
        });
}
