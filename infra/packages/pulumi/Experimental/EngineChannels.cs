using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;

namespace Pulumi.Experimental;

/// <summary>Connections to engines, one for each address: opening one is the dear part of a call.</summary>
internal static class EngineChannels
{
    /// <summary>The largest message that Pulumi's engine and SDKs exchange: 400 MiB.</summary>
    public const int MaxMessageBytes = 400 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> Open = new();

    public static GrpcChannel To(string address) => Open.GetOrAdd(address, key => new Lazy<GrpcChannel>(() => Connect(key))).Value;

    private static GrpcChannel Connect(string address) => GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
    {
        Credentials = ChannelCredentials.Insecure,
        MaxReceiveMessageSize = MaxMessageBytes,
        MaxSendMessageSize = MaxMessageBytes,
        // A proxy of the environment must never stand between a program and its engine on the same machine.
        HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true },
        DisposeHttpClient = true,
    });
}
