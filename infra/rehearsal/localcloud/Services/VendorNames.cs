using System.Collections.Immutable;

namespace PipAi.LocalCloud.Services;

/// <summary>Names of the local cloud's services, as faults, ports and messages spell them.</summary>
public static class VendorNames
{
    /// <summary>Our own control API.</summary>
    public const string Control = "control";

    /// <summary>Fly.io's Machines API.</summary>
    public const string Fly = "fly";

    /// <summary>Fly.io's proxy, which also stands for Vercel's edge.</summary>
    public const string Proxy = "proxy";

    /// <summary>Amazon S3, all regions.</summary>
    public const string S3 = "s3";

    /// <summary>AWS Security Token Service.</summary>
    public const string Sts = "sts";

    /// <summary>Vercel's REST API.</summary>
    public const string Vercel = "vercel";

    /// <summary>Temporal Cloud: workflow service, operator service and Cloud Ops API.</summary>
    public const string Temporal = "temporal";

    /// <summary>All of them, in the order they are started: a service may ask those before it for their ports.</summary>
    public static ImmutableArray<string> All { get; } = [S3, Sts, Temporal, Vercel, Fly, Proxy, Control];
}
