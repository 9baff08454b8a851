using System.Collections.Immutable;
using PipAi.Operations.Availability;
using PipAi.Operations.Cost;
using PipAi.Operations.Measurements;

namespace PipAi.Operations.Status;

/// <summary>What the declared platform costs and can be expected to be available, and what was measured of it: never mixed.</summary>
/// <param name="Monthly">The bill of a month, in USD.</param>
/// <param name="Budget">What a month may cost, in USD.</param>
/// <param name="NewWork">Share of time that new work is accepted: an estimate.</param>
/// <param name="WeakestLink">The part that fails most, by the estimate.</param>
internal sealed record LedgerSnapshot(
    CostRange Monthly, (decimal Low, decimal High) Budget, AvailabilityEstimate.Estimate NewWork, string WeakestLink)
{
    /// <summary>What samples say, by part.</summary>
    public ImmutableSortedDictionary<string, Measured> Measured { get; init; } = ImmutableSortedDictionary<string, Measured>.Empty;
}
