using System.Globalization;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>A part of an object's content.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>The value of Content-Range.</summary>
    public string Header(long size) => $"bytes {Start}-{Start + Length - 1}/{size}";

    /// <summary>Reads a Range header; null where HTTP says to ignore it.</summary>
    /// <exception cref="AwsException">Nothing of the object is in it.</exception>
    public static ByteRange? Parse(string header, long size)
    {
        const string Unit = "bytes=";
        if (!header.StartsWith(Unit, StringComparison.Ordinal) || header.Contains(',', StringComparison.Ordinal)) return null;
        var ends = header[Unit.Length..].Split('-');
        if (ends.Length != 2 || !TryRead(ends[0], out var first) || !TryRead(ends[1], out var last)) return null;
        if ((first is null && last is null) || (first is not null && last < first)) return null;

        var start = first ?? Math.Max(0, size - last!.Value);
        var end = first is null ? size - 1 : Math.Min(last ?? size - 1, size - 1);
        if (start >= size || end < start)
            throw new AwsException(416, "InvalidRange", "The requested range is not satisfiable")
            {
                Headers = new Dictionary<string, string> { ["Content-Range"] = $"bytes */{size}" },
            };
        return new ByteRange(start, end - start + 1);
    }

    /// <summary>Reads the range of a part copy, which must have both ends and lie within the source.</summary>
    /// <exception cref="AwsException">It does not.</exception>
    public static ByteRange Whole(string header, long size)
    {
        const string Unit = "bytes=";
        if (!header.StartsWith(Unit, StringComparison.Ordinal)
            || header[Unit.Length..].Split('-') is not [var from, var to]
            || !TryRead(from, out var first) || !TryRead(to, out var last) || first is null || last is null || last < first)
            throw S3Errors.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                    + $"zero-based offsets of the first and last bytes to copy: '{header}'");
        return last < size
            ? new ByteRange(first.Value, last.Value - first.Value + 1)
            : throw S3Errors.InvalidArgument($"Range specified is not valid for source object of size: {size}");
    }

    private static bool TryRead(string text, out long? number)
    {
        number = null;
        if (text.Length == 0) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)) return false;
        number = parsed;
        return true;
    }
}
