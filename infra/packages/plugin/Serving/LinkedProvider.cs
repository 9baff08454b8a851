using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;

namespace PipAi.Plugins.Serving;

/// <summary>A provider in its engine's own process: what a plugin serves, without the wire.</summary>
internal static class LinkedProvider
{
    /// <summary>Links a provider; it is made when the engine has told its address, as in a plugin's process.</summary>
    /// <param name="version">The plugin's version.</param>
    /// <param name="factory">Makes the provider.</param>
    public static CallInvoker Link(string version, Func<IEngine, Provider> factory)
    {
        var link = new InProcessCallInvoker();
#pragma warning disable CA2000 // It lives as long as the link that calls it.
        Pulumirpc.ResourceProvider.BindService(link.Services, new ProviderService(factory, version, engineAddress: null));
#pragma warning restore CA2000
        return link;
    }
}
