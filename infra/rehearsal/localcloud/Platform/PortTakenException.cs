using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Platform;

/// <summary>A remembered port of the local cloud is in use by another process.</summary>
public sealed class PortTakenException : IOException
{
    /// <summary>Names the service and the port.</summary>
    /// <param name="service">One of <see cref="VendorNames"/>.</param>
    /// <param name="port">The TCP port on 127.0.0.1.</param>
    /// <param name="inner">What the socket said.</param>
    public PortTakenException(string service, int port, Exception? inner = null)
        : base($"Port {port} of the local cloud's service '{service}' is in use by another process.", inner) =>
        (Service, Port) = (service, port);

    /// <summary>The service that could not start.</summary>
    public string Service { get; } = "";

    /// <summary>The TCP port that is taken.</summary>
    public int Port { get; }

    /// <summary>What to do, one sentence; the caller adds the command.</summary>
    public string Fix =>
        $"End the process that listens on 127.0.0.1:{Port}, or destroy the rehearsal: its ports are part of the deployed state.";
}
