using System.Globalization;

namespace PipAi.Operations.Availability;

/// <summary>Shares of time as text.</summary>
internal static class Percent
{
    /// <summary>
    /// A share as percent with as many digits as tell the first two of what is missing: 0.99912 is 99.912 %. An estimate says no more.
    /// </summary>
    public static string Of(double share)
    {
        var missing = 1 - share;
        if (missing <= 0) return "100 %";
        var digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(missing)) - 1, 0, 6);
        return $"{(share * 100).ToString($"F{digits}", CultureInfo.InvariantCulture)} %";
    }

    /// <summary>
    /// A share that is exceeded, as percent: rounded down, with no digit that a bound this far from 100 % does not support.
    /// </summary>
    public static string AtLeast(double share)
    {
        var digits = share >= 1 ? 0 : Math.Clamp((int)Math.Ceiling(-Math.Log10(1 - share)) - 2, 0, 6);
        var scale = Math.Pow(10, digits);
        return $"> {(Math.Floor(share * 100 * scale) / scale).ToString($"F{digits}", CultureInfo.InvariantCulture)} %";
    }

    /// <summary>How long a share of a 30-day month is that something does not work.</summary>
    public static TimeSpan Missing(double share) => TimeSpan.FromDays(30 * (1 - share));
}
