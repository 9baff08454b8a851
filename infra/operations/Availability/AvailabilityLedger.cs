using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>What is promised of a platform, and what can be expected of it.</summary>
internal sealed record AvailabilityLedger
{
    /// <summary>Where its parts are.</summary>
    public required Topology Topology { get; init; }

    /// <summary>What the vendors owe.</summary>
    public required ImmutableArray<Contract> Contracts { get; init; }

    /// <summary>What can be expected.</summary>
    public required AvailabilityEstimate Estimate { get; init; }

    /// <summary>What the platform claims, and whether it can be expected.</summary>
    public required ImmutableArray<Claim> Claims { get; init; }

    /// <summary>What would help, most first.</summary>
    public required ImmutableArray<Improvement> Improvements { get; init; }

    /// <summary>How long it takes until work goes on after each loss.</summary>
    public required ImmutableArray<RecoveryEstimate> Recovery { get; init; }

    /// <summary>What a contract promises of all parts together, in percent; null when one of them promises nothing.</summary>
    public double? ContractPercent => Contracts.Any(contract => contract.Percent is null)
        ? null : Contracts.Aggregate(100.0, (all, contract) => all * contract.Percent!.Value / 100);

    /// <summary>Draws it up.</summary>
    public static AvailabilityLedger Of(Topology topology, Usage usage)
    {
        var estimate = AvailabilityEstimate.Of(topology, usage.WorkersNeeded);
        return new AvailabilityLedger
        {
            Topology = topology,
            Contracts = Contract.Of(topology, usage),
            Estimate = estimate,
            Claims = Claim.Of(estimate, usage.Targets.AvailabilityPercent),
            Improvements = Improvement.Of(topology, usage.WorkersNeeded),
            Recovery = RecoveryEstimate.Of(topology, usage.WorkersNeeded),
        };
    }
}
