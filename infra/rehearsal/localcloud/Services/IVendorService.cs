using System.Text.Json.Nodes;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Services;

/// <summary>One vendor's wire protocol on one loopback port.</summary>
public interface IVendorService : IAsyncDisposable
{
    /// <summary>Its name in faults, ports and messages: one of <see cref="VendorNames"/>.</summary>
    string Name { get; }

    /// <summary>The TCP port it listens on; 0 before it is started.</summary>
    int Port { get; }

    /// <summary>Brings back what its directory holds and listens on 127.0.0.1.</summary>
    /// <param name="port">The port to listen on; 0 picks a free one.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="PortTakenException">Another process listens on the port.</exception>
    Task StartAsync(int port, CancellationToken cancellation);

    /// <summary>What it holds now, for the control API's status; null when it has nothing to show.</summary>
    JsonNode? Describe() => null;
}
