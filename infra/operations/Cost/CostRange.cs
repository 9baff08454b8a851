namespace PipAi.Operations.Cost;

/// <summary>What something costs in a month, in USD: in a quiet one, in the assumed one, in a busy one.</summary>
internal readonly record struct CostRange(decimal Low, decimal Likely, decimal High)
{
    /// <summary>The same in any month.</summary>
    public static CostRange Always(decimal usd) => new(usd, usd, usd);

    public static CostRange operator +(CostRange one, CostRange other) =>
        new(one.Low + other.Low, one.Likely + other.Likely, one.High + other.High);

    public static CostRange operator -(CostRange one, CostRange other) =>
        new(one.Low - other.Low, one.Likely - other.Likely, one.High - other.High);

    public static CostRange operator *(CostRange one, decimal factor) => new(one.Low * factor, one.Likely * factor, one.High * factor);
}
