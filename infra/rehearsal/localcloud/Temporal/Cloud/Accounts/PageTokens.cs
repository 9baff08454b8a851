using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Cloud.Accounts;

/// <summary>
/// Cuts lists into pages. A page token names the last item of the page before it and is signed, together with the list it belongs to:
/// a made-up token, or one of another list, is refused.
/// </summary>
internal sealed class PageTokens(string secret)
{
    private const int DefaultSize = 100;
    private const int LargestSize = 1000;
    private const int SignatureBytes = 12;

    /// <summary>One page of a list.</summary>
    /// <param name="list">What is listed, filters included.</param>
    /// <param name="items">All items.</param>
    /// <param name="key">What the list is ordered by; no two items have the same.</param>
    /// <param name="size">How many are wanted; 0 for the default.</param>
    /// <param name="token">Where the page before this one ended; empty for the first.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public (IReadOnlyList<T> Items, string NextToken) Cut<T>(string list, IEnumerable<T> items, Func<T, string> key, int size, string token)
    {
        if (size is < 0 or > LargestSize)
            throw RpcError.Invalid($"page_size is {size}; it must be from 1 to {LargestSize}, or 0 for {DefaultSize}");
        var after = token.Length > 0 ? Read(list, token) : null;
        var rest = items.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).OrderBy(key, StringComparer.Ordinal)
            .ToList();
        var page = rest.Take(size == 0 ? DefaultSize : size).ToList();
        return (page, page.Count < rest.Count ? Write(list, key(page[^1])) : "");
    }

    private string Write(string list, string last) =>
        Base64Url.EncodeToString([.. Sign(list, last), .. Encoding.UTF8.GetBytes(last)]);

    private string Read(string list, string token)
    {
        if (Base64Url.IsValid(token) && Base64Url.DecodeFromChars(token) is { Length: > SignatureBytes } bytes)
        {
            var last = Encoding.UTF8.GetString(bytes.AsSpan(SignatureBytes));
            if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureBytes), Sign(list, last))) return last;
        }
        throw RpcError.Invalid($"page_token '{token}' was not answered by this list");
    }

    private byte[] Sign(string list, string last) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(list + "\n" + last))[..SignatureBytes];
}
