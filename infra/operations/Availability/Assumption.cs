namespace PipAi.Operations.Availability;

/// <summary>A figure that an estimate rests on: nobody has measured it on this platform.</summary>
/// <param name="What">What it says.</param>
/// <param name="Low">In bad years.</param>
/// <param name="Likely">In most years.</param>
/// <param name="High">In good years.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Date">When that was read.</param>
internal sealed record Assumption(string What, double Low, double Likely, double High, string Source, string Date)
{
    /// <summary>The figure of one case.</summary>
    public double In(Case year) => year switch { Case.Low => Low, Case.Likely => Likely, Case.High => High };
}
