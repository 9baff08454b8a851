using System.IO.Enumeration;

namespace PipAi.LocalCloud.Faults;

/// <summary>One scripted fault: where it holds, what it does, how often.</summary>
public sealed record Fault
{
    /// <summary>Name of the fault, unique on its board; the board gives <c>fault-N</c> when empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>The service it holds for: <c>fly</c>, <c>proxy</c>, <c>s3</c>, <c>sts</c>, <c>vercel</c>, <c>temporal</c>.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// The region it holds for, in the vendor's spelling, or the Fly region that a request comes from (s3, sts, temporal); null is every
    /// request, also those that name no region.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// The operations it holds for, a pattern with <c>*</c> and <c>?</c>, compared without case; null is all of them. Operations:
    /// <c>POST /v1/apps/x/machines</c> (fly, vercel), <c>GET host/path</c> (proxy), <c>PutObject</c> (s3, sts),
    /// <c>StartWorkflowExecution</c> (temporal).
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>What the caller sees.</summary>
    public required FaultEffect Effect { get; init; }

    /// <summary>How many matching requests it holds for before it is gone; null is until removed.</summary>
    public int? Times { get; init; }

    /// <summary>Whether it makes a whole region dark until it is removed.</summary>
    internal bool IsDarkRegion => this is { Effect: FaultEffect.Dark, Region: not null, Operation: null, Times: null };

    /// <summary>Whether it holds for a request. A fault with a region never holds for a request without one.</summary>
    public bool Matches(string service, string? region, string operation) =>
        string.Equals(Service, service, StringComparison.Ordinal)
        && (Region is null || string.Equals(Region, region, StringComparison.Ordinal))
        && (Operation is null || FileSystemName.MatchesSimpleExpression(Operation, operation));
}
