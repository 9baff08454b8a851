namespace PipAi.Operations.Measurements;

/// <summary>What samples say about a share of time, and no more than that.</summary>
/// <param name="Samples">How often it was looked.</param>
/// <param name="Failures">How often it did not work.</param>
internal sealed record Measured(int Samples, int Failures)
{
    private const double Doubt = 0.05;

    /// <summary>
    /// The share that is exceeded with 95 % confidence (Clopper and Pearson, one-sided): without a failure in n samples about 1 - 3/n.
    /// </summary>
    public double AtLeast
    {
        get
        {
            if (Samples == 0 || Failures == Samples) return 0;
            // The greatest share of failures with which so few of them are not yet too lucky.
            var (low, high) = ((double)Failures / Samples, 1.0);
            for (var step = 0; step < 60; step++)
            {
                var middle = (low + high) / 2;
                if (FewOrFewer(middle) > Doubt) low = middle;
                else high = middle;
            }

            return 1 - high;
        }
    }

    /// <summary>The samples of each part, by its name; drills, which break things on purpose, are none.</summary>
    public static IReadOnlyDictionary<string, Measured> Of(IEnumerable<Sample> samples) => samples.Where(sample => !sample.IsOfDrill)
        .GroupBy(sample => sample.Part)
        .ToDictionary(group => group.Key, group => new Measured(group.Count(), group.Count(sample => !sample.Worked)));

    /// <summary>How likely so many failures or fewer are, if each sample fails with this chance.</summary>
    private double FewOrFewer(double chance)
    {
        var (term, sum) = (Samples * Math.Log(1 - chance), 0.0);
        for (var failures = 0; failures <= Failures; failures++)
        {
            sum += Math.Exp(term);
            term += Math.Log((double)(Samples - failures) / (failures + 1)) + Math.Log(chance) - Math.Log(1 - chance);
        }

        return sum;
    }
}
