using System.Globalization;

namespace PipAi.Cli.Views;

/// <summary>How much something is, in the units of S3's bills.</summary>
internal static class SizeText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>Such as <c>812 bytes</c>, <c>41.2 MB</c>.</summary>
    public static string Of(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 999.95 && unit < Units.Length - 1) (size, unit) = (size / 1000, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes : size):0.#} {Units[unit]}");
    }
}
