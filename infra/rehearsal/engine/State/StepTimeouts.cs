using System.Globalization;

namespace EmbeddedPulumi.Engine.State;

/// <summary>The time a provider may take for each kind of step, in seconds; 0 leaves it to the provider.</summary>
internal sealed record StepTimeouts(double Create = 0, double Update = 0, double Delete = 0, double Read = 0)
{
    public static StepTimeouts None { get; } = new();

    /// <summary>Reads a Go duration such as <c>5m</c>, <c>1h30m</c> or <c>300000000000ns</c>, in seconds; an empty one is 0.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static double Seconds(string duration)
    {
        var total = 0.0;
        for (var at = 0; at < duration.Length;)
        {
            var start = at;
            while (at < duration.Length && (char.IsAsciiDigit(duration[at]) || duration[at] is '.' or '-' or '+')) at++;
            var number = duration[start..at];
            start = at;
            while (at < duration.Length && !char.IsAsciiDigit(duration[at]) && duration[at] != '.') at++;
            var unit = duration[start..at] switch
            {
                "ns" => 1e-9,
                "us" or "µs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1,
                "m" => 60,
                "h" => 3600,
                _ => number == "0" && at == duration.Length ? 1 : throw Wrong(duration),
            };
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)) throw Wrong(duration);
            total += count * unit;
        }

        return total;
    }

    private static FormatException Wrong(string duration) => new($"'{duration}' is not a duration; one is written like 90s, 5m or 1h30m.");
}
