using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PipAi.LocalCloud.Services;

/// <summary>What a <see cref="LoopbackServer"/> is called and how it listens.</summary>
public sealed record LoopbackServerOptions
{
    /// <summary>Name in messages: one of <see cref="VendorNames"/>.</summary>
    public required string Service { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 picks a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Where its log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>HTTP versions without TLS; gRPC needs <see cref="HttpProtocols.Http2"/>. Default HTTP/1.1.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    /// <summary>Largest request body in bytes; null (the default) is any.</summary>
    public long? MaxRequestBodyBytes { get; init; }

    /// <summary>
    /// Whether header octets pass through unchanged, one char each (Latin-1), for services that sign and store them. Default:
    /// UTF-8 in, ASCII out.
    /// </summary>
    public bool HasOpaqueHeaders { get; init; }
}
