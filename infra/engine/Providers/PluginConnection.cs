using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>A plugin that runs and shook hands.</summary>
internal sealed class PluginConnection
{
    private const int MaxMessageBytes = 400 << 20;
    private readonly GrpcChannel? channel;
    private readonly ResourceProvider.ResourceProviderClient client;
    private readonly ChildProcess? process;

    public PluginConnection(string package, string address, ChildProcess? process)
    {
        Package = package;
        this.process = process;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        channel = GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
        });
        client = new ResourceProvider.ResourceProviderClient(channel);
    }

    /// <summary>A provider in this process.</summary>
    public PluginConnection(string package, CallInvoker calls)
    {
        Package = package;
        client = new ResourceProvider.ResourceProviderClient(calls);
    }

    public string Package { get; }

    public bool AcceptSecrets { get; set; }

    public bool AcceptResources { get; set; }

    public async Task HandshakeAsync(string engineAddress, string rootDirectory, string programDirectory, CancellationToken cancellation)
    {
        if (process is null) await AttachAsync(engineAddress, cancellation);
        var request = new ProviderHandshakeRequest
        {
            EngineAddress = engineAddress,
            RootDirectory = rootDirectory,
            ProgramDirectory = programDirectory,
            ConfigureWithUrn = true,
            InvokeWithPreview = true,
        };
        try
        {
            var response = await CallAsync("Handshake", (provider, options) => provider.HandshakeAsync(request, options), cancellation);
            AcceptSecrets = response.AcceptSecrets;
            AcceptResources = response.AcceptResources;
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // Older providers say what they accept when they are configured.
        }
    }

    /// <exception cref="ProviderException">The call failed.</exception>
    public async Task<T> CallAsync<T>(
        string call, Func<ResourceProvider.ResourceProviderClient, CallOptions, AsyncUnaryCall<T>> invoke, CancellationToken cancellation)
    {
        try
        {
            return await invoke(client, new CallOptions(cancellationToken: cancellation));
        }
        catch (RpcException error)
        {
            throw ProviderErrors.Read(Package, call, error);
        }
    }

    public Struct Encode(PropertyMap map, bool unknowns, bool elideAssets = false) => PropertyWire.Encode(map, new WireOptions
    {
        KeepUnknowns = unknowns,
        KeepSecrets = AcceptSecrets,
        KeepResources = AcceptResources,
        KeepOutputs = false,
        ElideAssets = elideAssets,
    });

    /// <summary>Tells the provider to stop what it does.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await client.CancelAsync(new Empty(), deadline: DateTime.UtcNow.AddSeconds(2));
        }
        catch (RpcException)
        {
            // A provider that does not understand it is stopped with its process.
        }
    }

    /// <summary>Ends the plugin's process, if it is ours, and the connection.</summary>
    /// <param name="patience">How long the process may take to end by itself; zero to kill it at once.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        if (process is not null) await process.StopAsync(patience);
        channel?.Dispose();
    }

    private async Task AttachAsync(string engineAddress, CancellationToken cancellation)
    {
        try
        {
            await CallAsync(
                "Attach", (provider, options) => provider.AttachAsync(new PluginAttach { Address = engineAddress }, options), cancellation);
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // It does without the engine's log, then.
        }
    }
}
