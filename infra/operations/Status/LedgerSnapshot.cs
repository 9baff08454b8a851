using System.Collections.Immutable;
using PipAi.Operations.Availability;
using PipAi.Operations.Cost;
using PipAi.Operations.Measurements;

namespace PipAi.Operations.Status;

/// <summary>What the declared platform costs and can be expected to be available, and what was measured of it: never mixed.</summary>
/// <param name="Monthly">The bill of a month, in USD.</param>
/// <param name="Budget">What a busy month may cost, in USD.</param>
/// <param name="NewWork">Share of time that new work is accepted: an estimate.</param>
/// <param name="WeakestLink">The part that fails most, by the estimate.</param>
/// <param name="ContractPercent">What the vendors owe of all parts together; null when one of them owes nothing.</param>
internal sealed record LedgerSnapshot(
    CostRange Monthly, decimal Budget, AvailabilityEstimate.Estimate NewWork, string WeakestLink, double? ContractPercent)
{
    /// <summary>What samples say, by part.</summary>
    public ImmutableArray<MeasuredShare> Measured { get; init; } = [];

    /// <summary>The estimate as text, with no digit that it does not support: in bad years, in most, in good ones.</summary>
    public ImmutableArray<string> Expected => [Percent.Of(NewWork.Low), Percent.Of(NewWork.Likely), Percent.Of(NewWork.High)];
}

/// <summary>What samples say of a part.</summary>
/// <param name="Part">Which one.</param>
/// <param name="Samples">How often it was looked.</param>
/// <param name="Failures">How often it did not work.</param>
/// <param name="AtLeast">The share of time that is exceeded with 95 % confidence, as text.</param>
internal sealed record MeasuredShare(string Part, int Samples, int Failures, string AtLeast)
{
    /// <summary>From what was measured of it.</summary>
    public static MeasuredShare Of(string part, Measured measured) =>
        new(part, measured.Samples, measured.Failures, Percent.AtLeast(measured.AtLeast));
}
