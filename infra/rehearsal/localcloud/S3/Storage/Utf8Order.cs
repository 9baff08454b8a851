namespace PipAi.LocalCloud.S3.Storage;

/// <summary>The order of S3 listings: that of the keys' UTF-8 bytes, which UTF-16 order breaks for surrogate pairs.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static readonly Utf8Order Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        x ??= "";
        y ??= "";
        var shorter = Math.Min(x.Length, y.Length);
        for (var i = 0; i < shorter; i++)
        {
            if (x[i] == y[i]) continue;
            // Surrogates stand for code points above every other UTF-16 unit.
            return char.IsSurrogate(x[i]) == char.IsSurrogate(y[i]) ? x[i] - y[i] : char.IsSurrogate(x[i]) ? 1 : -1;
        }

        return x.Length - y.Length;
    }
}
