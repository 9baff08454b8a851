using System.Collections.Immutable;

namespace PipAi.Operations.Availability;

/// <summary>
/// What the estimate takes for granted. Shares are of time that something does not work; regions fail as a whole, and machines within a
/// region that works fail by themselves.
/// </summary>
internal static class Assumptions
{
    public static readonly Assumption Machine = new(
        "share of time that one machine on Fly does not work", 0.01, 0.005, 0.001, "our own guess: restarts, deploys, lost hosts",
        "2026-11-26");

    public static readonly Assumption FlyRegion = new(
        "share of time that a whole Fly region does not work", 0.0017, 0.0005, 0.0001, "about one event of 4.4 h a year; 15 h in bad years",
        "2026-11-26");

    public static readonly Assumption FlyPlatform = new(
        "share of time that all of Fly does not work (API, anycast, private network, a bad release of ours)", 0.001, 0.0002, 0.00005,
        "our own guess, from Fly's published incidents", "2026-11-26");

    public static readonly Assumption BucketRegion = new(
        "share of time that S3 in a region does not work", 0.0017, 0.0001, 0.00002,
        "S3 is designed for 99.99 %; us-east-1 was down for 15 h in October 2025",
        "2026-11-26");

    public static readonly Assumption BucketPlatform = new(
        "share of time that all of S3, or who may use it, does not work", 0.0001, 0.00002, 0.000005,
        "our own guess: IAM and STS are shared",
        "2026-11-26");

    public static readonly Assumption TemporalRegion = new(
        "share of time that a region of Temporal Cloud does not work", 0.001, 0.0003, 0.0001, "99.9 % by contract, 99.99 % published",
        "2026-11-26");

    public static readonly Assumption TemporalFailover = new(
        "share of time that a namespace with a replica changes its region: events a year times 20 minutes", 0.0002, 0.00008, 0.00002,
        "recovery within 20 minutes by contract; 1 to 5 events a year", "2026-11-26");

    public static readonly Assumption TemporalPlatform = new(
        "share of time that all of Temporal Cloud does not work", 0.0002, 0.00005, 0.00001, "our own guess", "2026-11-26");

    public static readonly Assumption Vercel = new(
        "share of time that Vercel does not serve the frontend", 0.001, 0.0003, 0.0001, "99.99 % by contract on Enterprise; none on Pro",
        "2026-11-26");

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static readonly ImmutableArray<Assumption> All =
        [Machine, FlyRegion, FlyPlatform, BucketRegion, BucketPlatform, TemporalRegion, TemporalFailover, TemporalPlatform, Vercel];

    /// <summary>What is not in the figures.</summary>
    public static readonly ImmutableArray<string> Left =
    [
        "Regions of different vendors fail independently here; iad, us-east-1 and Vercel's iad1 lie in one metropolitan area.",
        "Standbys of the workers do not count: nothing starts them by itself yet. Those of the parsing service do, Fly's proxy starts them.",
    ];
}
