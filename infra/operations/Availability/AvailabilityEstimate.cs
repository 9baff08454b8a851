using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>
/// How available the platform is, by where its parts are and by <see cref="Assumptions"/>: an estimate, not a measurement.
/// </summary>
internal sealed record AvailabilityEstimate
{
    /// <summary>Share of time that what runs goes on.</summary>
    public required Estimate RunningWork { get; init; }

    /// <summary>Share of time that new work is accepted and done at its pace.</summary>
    public required Estimate NewWork { get; init; }

    /// <summary>The parts of new work, in the order of a document's way.</summary>
    public required ImmutableArray<(string Part, Estimate Availability)> Parts { get; init; }

    /// <summary>The part that fails most.</summary>
    public string WeakestLink => Parts.MinBy(part => part.Availability.Likely).Part;

    /// <summary>Reckons it.</summary>
    public static AvailabilityEstimate Of(Topology topology, int workersNeeded)
    {
        PlatformModel In(Case year) => new(topology, workersNeeded, year);
        var (low, likely, high) = (In(Case.Low), In(Case.Likely), In(Case.High));
        // Each look at the parts reckons all of them.
        var (worst, best) = (low.Parts, high.Parts);
        return new AvailabilityEstimate
        {
            RunningWork = new(low.RunningWork, likely.RunningWork, high.RunningWork),
            NewWork = new(low.NewWork, likely.NewWork, high.NewWork),
            Parts =
            [
                .. likely.Parts.Select((part, index) =>
                    (part.Part, new Estimate(worst[index].Availability, part.Availability, best[index].Availability))),
            ],
        };
    }

    /// <summary>A share of time: in bad years, in most, in good ones.</summary>
    internal readonly record struct Estimate(double Low, double Likely, double High);
}
