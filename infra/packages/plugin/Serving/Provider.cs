using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;

namespace PipAi.Plugins.Serving;

/// <summary>
/// A resource provider. Derive from it, override what the provider can do, and start it with <see cref="Serve"/>; what is
/// not overridden answers UNIMPLEMENTED, which the engine knows how to do without.
/// </summary>
public abstract class Provider
{
    /// <summary>Serves a provider until the process is told to stop.</summary>
    /// <param name="args">The process's arguments: the engine's address, and flags for logging that are skipped.</param>
    /// <param name="version">The plugin's version; null takes it from the entry assembly.</param>
    /// <param name="factory">Makes the provider once the engine is known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task Serve(string[] args, string? version, Func<IEngine, Provider> factory, CancellationToken cancellationToken)
    {
        DirectLoopback.Except();
        return ProviderServer.RunAsync(ProviderArguments.Parse(args), version, factory, cancellationToken);
    }

    /// <summary>Becomes another package.</summary>
    public virtual Task<ParameterizeResponse> Parameterize(ParameterizeRequest request, CancellationToken ct) =>
        throw Missing(nameof(Parameterize));

    /// <summary>Tells the package's schema.</summary>
    public virtual Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        throw Missing(nameof(GetSchema));

    /// <summary>Validates and completes the provider's own settings.</summary>
    public virtual Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) => throw Missing(nameof(CheckConfig));

    /// <summary>Says what new settings would change.</summary>
    public virtual Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) => throw Missing(nameof(DiffConfig));

    /// <summary>Takes the settings. The default takes any, and understands everything.</summary>
    public virtual Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse
        {
            AcceptOutputs = true,
            AcceptResources = true,
            AcceptSecrets = true,
            SupportsPreview = true,
        });

    /// <summary>Calls a function.</summary>
    public virtual Task<InvokeResponse> Invoke(InvokeRequest request, CancellationToken ct) => throw Missing(nameof(Invoke));

    /// <summary>Creates a resource.</summary>
    public virtual Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) => throw Missing(nameof(Create));

    /// <summary>Reads the present state of a resource.</summary>
    public virtual Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) => throw Missing(nameof(Read));

    /// <summary>Validates and completes the inputs of a resource.</summary>
    public virtual Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) => throw Missing(nameof(Check));

    /// <summary>Says what new inputs would change.</summary>
    public virtual Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) => throw Missing(nameof(Diff));

    /// <summary>Changes a resource in place.</summary>
    public virtual Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) => throw Missing(nameof(Update));

    /// <summary>Deletes a resource.</summary>
    public virtual Task Delete(DeleteRequest request, CancellationToken ct) => throw Missing(nameof(Delete));

    private static RpcException Missing(string method) =>
        new(new Status(StatusCode.Unimplemented, $"The method '{method}' is not implemented."));
}
