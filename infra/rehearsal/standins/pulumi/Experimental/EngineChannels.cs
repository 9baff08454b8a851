using System.Collections.Concurrent;
using EmbeddedPulumi.Protocol.Rpc;

namespace Pulumi.Experimental;

/// <summary>Connections to engines, one for each address: opening one is the dear part of a call.</summary>
internal static class EngineChannels
{
    private static readonly ConcurrentDictionary<string, Lazy<RpcChannel>> Open = new();

    public static RpcChannel To(string address) => Open.GetOrAdd(address, key => new Lazy<RpcChannel>(() => new RpcChannel(key))).Value;
}
