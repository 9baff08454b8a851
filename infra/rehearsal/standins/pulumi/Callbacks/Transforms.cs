using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Pulumirpc;

namespace Pulumi;

/// <summary>The program's transforms as callbacks of the engine.</summary>
internal sealed class Transforms(IMonitor monitor) : IAsyncDisposable
{
    private readonly CallbackServer callbacks = new();
    private Task registrations = Task.CompletedTask;

    public ValueTask DisposeAsync() => callbacks.DisposeAsync();

    /// <summary>Offers the transforms of one resource.</summary>
    /// <exception cref="InvalidOperationException">The engine has no transforms.</exception>
    public async Task<IReadOnlyList<Callback>> OfferAsync(IReadOnlyCollection<ResourceTransform> transforms)
    {
        if (transforms.Count == 0) return [];
        await RequireAsync(Features.Transforms, "resource transforms").ConfigureAwait(false);
        var offered = new List<Callback>();
        foreach (var transform in transforms)
        {
            offered.Add(await callbacks.OfferAsync(async (request, cancellation) =>
                await RunAsync(transform, TransformRequest.Parser.ParseFrom(request), cancellation).ConfigureAwait(false)).ConfigureAwait(
                    false));
        }

        return offered;
    }

    /// <summary>Registers a transform of all function calls that come after it.</summary>
    public Task RegisterAsync(InvokeTransform transform)
    {
        var registered = RegisterOneAsync(transform);
        lock (callbacks) registrations = Task.WhenAll(registrations, registered);
        return registered;
    }

    /// <summary>Waits for the registrations so far: a function is not called before them.</summary>
    public Task WhenRegisteredAsync()
    {
        lock (callbacks) return registrations;
    }

    private static async Task<IMessage> RunAsync(ResourceTransform transform, TransformRequest request, CancellationToken cancellation)
    {
        var args = new ResourceTransformArgs(
            request.Name, request.Type, request.Custom, TransformValues.Read(request.Properties), TransformOptionsWire.Read(request));
        if (await transform(args, cancellation).ConfigureAwait(false) is not { } result) return new TransformResponse();
        return new TransformResponse
        {
            Properties = await TransformValues.WriteAsync(result.Args).ConfigureAwait(false),
            Options = await TransformOptionsWire.WriteAsync(result.Options).ConfigureAwait(false),
        };
    }

    private static async Task<IMessage> RunAsync(InvokeTransform transform, TransformInvokeRequest request, CancellationToken cancellation)
    {
        var given = request.Options ?? new TransformInvokeOptions();
        var options = new InvokeOptions
        {
            Provider = given.Provider.Length == 0 ? null : new DependencyProviderResource(given.Provider),
            Version = given.Version,
            PluginDownloadURL = given.PluginDownloadUrl,
        };
        var args = new InvokeTransformArgs(request.Token, TransformValues.Read(request.Args), options);
        if (await transform(args, cancellation).ConfigureAwait(false) is not { } result) return new TransformInvokeResponse();
        return new TransformInvokeResponse
        {
            Args = await TransformValues.WriteAsync(result.Args).ConfigureAwait(false),
            Options = new TransformInvokeOptions
            {
                Provider = result.Options.Provider is { } provider ? await provider.ReferenceAsync().ConfigureAwait(false) : "",
                Version = result.Options.Version ?? "",
                PluginDownloadUrl = result.Options.PluginDownloadURL ?? "",
            },
        };
    }

    private async Task RegisterOneAsync(InvokeTransform transform)
    {
        await RequireAsync(Features.InvokeTransforms, "invoke transforms").ConfigureAwait(false);
        var callback = await callbacks.OfferAsync(async (request, cancellation) =>
            await RunAsync(transform, TransformInvokeRequest.Parser.ParseFrom(request), cancellation).ConfigureAwait(false)).ConfigureAwait(
                false);
        await monitor.RegisterStackInvokeTransformAsync(callback).ConfigureAwait(false);
    }

    private async Task RequireAsync(string feature, string what)
    {
        if (!await monitor.SupportsFeatureAsync(feature).ConfigureAwait(false))
            throw new InvalidOperationException($"The Pulumi CLI does not support {what}. Please update the Pulumi CLI.");
    }
}
