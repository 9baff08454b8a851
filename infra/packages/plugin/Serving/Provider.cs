using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;

namespace PipAi.Plugins.Serving;

/// <summary>
/// A resource provider. Derive from it, override what the provider can do, and start it with <see cref="ServeAsync"/>; what is
/// not overridden answers UNIMPLEMENTED, which the engine knows how to do without.
/// </summary>
public abstract class Provider
{
    /// <summary>Serves a provider until the process is told to stop.</summary>
    /// <param name="args">The process's arguments: the engine's address, and flags for logging that are skipped.</param>
    /// <param name="version">The plugin's version; null takes it from the entry assembly.</param>
    /// <param name="factory">Makes the provider once the engine is known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task ServeAsync(string[] args, string? version, Func<IEngine, Provider> factory, CancellationToken cancellationToken)
    {
        DirectLoopback.Except();
        return ProviderServer.RunAsync(ProviderArguments.Parse(args), version, factory, cancellationToken);
    }

    /// <summary>Becomes another package.</summary>
    public virtual Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CancellationToken ct) =>
        throw Missing(nameof(ParameterizeAsync));

    /// <summary>Tells the package's schema.</summary>
    public virtual Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken ct) =>
        throw Missing(nameof(GetSchemaAsync));

    /// <summary>Validates and completes the provider's own settings.</summary>
    public virtual Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken ct) =>
        throw Missing(nameof(CheckConfigAsync));

    /// <summary>Says what new settings would change.</summary>
    public virtual Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken ct) => throw Missing(nameof(DiffConfigAsync));

    /// <summary>Takes the settings. The default takes any, and understands everything.</summary>
    public virtual Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken ct) =>
        Task.FromResult(new ConfigureResponse
        {
            AcceptOutputs = true,
            AcceptResources = true,
            AcceptSecrets = true,
            SupportsPreview = true,
        });

    /// <summary>Calls a function.</summary>
    public virtual Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken ct) => throw Missing(nameof(InvokeAsync));

    /// <summary>Creates a resource.</summary>
    public virtual Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) => throw Missing(nameof(CreateAsync));

    /// <summary>Reads the present state of a resource.</summary>
    public virtual Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct) => throw Missing(nameof(ReadAsync));

    /// <summary>Validates and completes the inputs of a resource.</summary>
    public virtual Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct) => throw Missing(nameof(CheckAsync));

    /// <summary>Says what new inputs would change.</summary>
    public virtual Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken ct) => throw Missing(nameof(DiffAsync));

    /// <summary>Changes a resource in place.</summary>
    public virtual Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct) => throw Missing(nameof(UpdateAsync));

    /// <summary>Deletes a resource.</summary>
    public virtual Task DeleteAsync(DeleteRequest request, CancellationToken ct) => throw Missing(nameof(DeleteAsync));

    private static RpcException Missing(string method) =>
        new(new Status(StatusCode.Unimplemented, $"The method '{method}' is not implemented."));
}
