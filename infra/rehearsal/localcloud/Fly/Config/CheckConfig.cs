using System.Collections.Immutable;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>One health check.</summary>
internal sealed record CheckConfig
{
    /// <summary><c>http</c> or <c>tcp</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Time between two probes; default 15 s, at least 1 s, for services at most 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time a probe may take; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time after start in which failures do not count; default none.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>HTTP method; default GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>HTTP path; default /.</summary>
    public string Path { get; init; } = "/";

    /// <summary>HTTP headers.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether a failing top-level check takes the machine out of the proxy (kind <c>readiness</c>).</summary>
    public bool Readiness { get; init; }
}
