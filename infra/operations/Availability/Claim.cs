using System.Collections.Immutable;

namespace PipAi.Operations.Availability;

/// <summary>What the platform says of itself, beside what can be expected.</summary>
/// <param name="Subject">Of what.</param>
/// <param name="Percent">The share of time that is claimed, in percent.</param>
/// <param name="Expected">What can be expected.</param>
internal sealed record Claim(string Subject, double Percent, AvailabilityEstimate.Estimate Expected)
{
    /// <summary>In which years it holds.</summary>
    public string Verdict =>
        Expected.Low >= Percent / 100 ? "holds, in bad years, too"
        : Expected.Likely >= Percent / 100 ? "holds in most years, not in bad ones"
        : Expected.High >= Percent / 100 ? "holds in good years only"
        : "does not hold";

    /// <summary>The claims of the platform; the overall one is a setting.</summary>
    public static ImmutableArray<Claim> Of(AvailabilityEstimate estimate, double overall)
    {
        AvailabilityEstimate.Estimate Part(string name) => estimate.Parts.First(part => part.Part == name).Availability;
        return
        [
            new("new work is accepted", overall, estimate.NewWork), new("frontend", 99.99, Part("frontend")),
            new("workers", 99.95, Part("workers")), new("parsing", 99.9, Part("parsing")),
        ];
    }
}
