using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>Go's duration text, <c>1m30s</c>; a bare number is nanoseconds, as in the Machines API.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a JSON string or number; false when it is neither or not a duration.</summary>
    public static bool TryRead(JsonElement value, out TimeSpan duration)
    {
        duration = default;
        if (value.ValueKind == JsonValueKind.String) return TryParse(value.GetString()!, out duration);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var nanoseconds)) return false;
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return true;
    }

    /// <summary>Reads <c>300ms</c>, <c>1.5h</c>, <c>2h45m</c>; false when the text is no duration or negative.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text == "0") return true;
        var rest = text.AsSpan();
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], CultureInfo.InvariantCulture, out var number)) return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            if (UnitOf(unit) is not { } length || number * length.TotalHours > 24 * 365) return false;
            duration += number * length;
            rest = rest[unit.Length..];
        }

        return true;
    }

    private static TimeSpan? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        "us" or "µs" => TimeSpan.FromMicroseconds(1),
        "ns" => TimeSpan.FromTicks(1) / 100,
        _ => null,
    };
}
