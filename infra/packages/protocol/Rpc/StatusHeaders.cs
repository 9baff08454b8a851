using System.Globalization;
using System.Text;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>Statuses, metadata and time-outs as HTTP header fields.</summary>
internal static class StatusHeaders
{
    public const string ContentType = "application/grpc";
    public const string Timeout = "grpc-timeout";
    private const string Code = "grpc-status";
    private const string Message = "grpc-message";
    private const string Reserved = "grpc-";

    public static void Write(Status status, Metadata metadata, Action<string, string> write)
    {
        write(Code, ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0) write(Message, Escape(status.Detail));
        Write(metadata, write);
    }

    public static void Write(Metadata metadata, Action<string, string> write)
    {
        foreach (var entry in metadata) write(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);
    }

    /// <summary>The status among these fields; null if there is none.</summary>
    public static Status? ReadStatus(Func<string, string?> field, Exception? cause = null)
    {
        if (field(Code) is not { } text || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return null;
        return new Status((StatusCode)code, Uri.UnescapeDataString(field(Message) ?? ""), cause);
    }

    /// <summary>What of the fields is not gRPC's own.</summary>
    public static Metadata Read(IEnumerable<(string Name, string Value)> fields)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in fields)
        {
            if (name.StartsWith(':')
                || (name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
                    && !name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))) continue;
            if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase)) metadata.Add(name, value);
            else if (Bytes(value) is { } bytes) metadata.Add(name, bytes);
        }

        return metadata;
    }

    /// <summary>A time-out of up to eight digits and a unit.</summary>
    public static string WriteTimeout(TimeSpan timeout)
    {
        var milliseconds = Math.Max(1, (long)timeout.TotalMilliseconds);
        return milliseconds < 100_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(milliseconds / 1000, 99_999_999)}S");
    }

    public static TimeSpan? ReadTimeout(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return null;
        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(Math.Min(amount, 10_000)),
            'M' => TimeSpan.FromMinutes(Math.Min(amount, 10_000)),
            'S' => TimeSpan.FromSeconds(Math.Min(amount, 1_000_000)),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromMicroseconds(amount / 1000d),
            _ => null,
        };
    }

    private static byte[]? Bytes(string base64)
    {
        // Some senders leave the padding away.
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>All but printable ASCII, and the percent sign, as percent and two digits.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            if (one is >= 0x20 and <= 0x7E && one != '%') escaped.Append((char)one);
            else escaped.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
