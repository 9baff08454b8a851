using System.Security.Cryptography;
using System.Text;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary>Where a key is set, lets through only who sends it in Unstructured's header, <c>unstructured-api-key</c>; public paths apart.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="key">The key, or null to let all through.</param>
/// <param name="open">The paths that need no key.</param>
internal sealed class ApiKeyMiddleware(RequestDelegate next, string? key, IReadOnlyList<string> open)
{
    private const string Header = "unstructured-api-key";

    /// <summary>Runs the rest of the pipeline.</summary>
    /// <exception cref="RefusedException">The key is missing or another one (401).</exception>
    public Task InvokeAsync(HttpContext context)
    {
        var isOpen = key is null || open.Contains(context.Request.Path.Value);
        if (isOpen || IsKey(context.Request.Headers[Header].ToString())) return next(context);
        throw new RefusedException(StatusCodes.Status401Unauthorized, $"API key is missing or invalid; send it in the header {Header}.");
    }

    private bool IsKey(string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(key!));
}
