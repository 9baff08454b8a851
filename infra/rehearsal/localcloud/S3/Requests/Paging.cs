using System.Globalization;
using System.Text;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>What every list shares: how long a page may be, and where the next one goes on.</summary>
internal static class Paging
{
    /// <summary>The size that a query parameter asks for; without it, and above it, the most.</summary>
    /// <exception cref="Signatures.AwsException">It is no number of entries.</exception>
    public static int Size(S3Request request, string parameter, int most)
    {
        var text = request.Query(parameter);
        if (string.IsNullOrEmpty(text)) return most;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? Math.Min(size, most)
            : throw S3Errors.InvalidArgument($"Argument {parameter} must be an integer between 0 and 2147483647: '{text}'");
    }

    /// <summary>A token that names the last entry of a page.</summary>
    public static string Token(string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    /// <summary>The entry that a token names; empty without one.</summary>
    /// <exception cref="Signatures.AwsException">It was not made here.</exception>
    public static string ReadToken(string? token)
    {
        if (token is null) return "";
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 0
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw S3Errors.InvalidArgument("The continuation token provided is incorrect");
    }
}
