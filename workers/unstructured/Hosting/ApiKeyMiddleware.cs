using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary>
/// Where there are keys, lets through only who sends one of them in Unstructured's header, <c>unstructured-api-key</c>; public paths apart.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="keys">The keys; none lets all through.</param>
/// <param name="open">The paths that need no key.</param>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ImmutableArray<string> keys, ImmutableArray<string> open)
{
    private const string Header = "unstructured-api-key";
    private readonly ImmutableArray<byte[]> digests = [.. keys.Select(Digest)];

    /// <summary>Runs the rest of the pipeline.</summary>
    /// <exception cref="RequestRejectedException">The key is missing or another one (401), in the words of Unstructured's API.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        if (digests.IsEmpty || open.Contains(context.Request.Path.Value ?? "")) return next(context);
        string? sent = context.Request.Headers[Header];
        if (sent is not null && IsKey(Digest(sent))) return next(context);
        throw new RequestRejectedException(StatusCodes.Status401Unauthorized, $"API key {sent ?? "None"} is invalid");
    }

    // Digests have one length, and all are compared: how long it takes tells nothing of a key.
    private bool IsKey(byte[] sent) =>
        digests.Aggregate(false, (known, digest) => known | CryptographicOperations.FixedTimeEquals(digest, sent));

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
