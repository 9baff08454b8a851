namespace PipAi.Providers.Vercel.Api;

/// <summary>Vercel refused a call.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Vercel's error code, such as <c>not_found</c>.</param>
/// <param name="message">What was refused, and why.</param>
internal sealed class VercelException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Vercel's error code.</summary>
    public string Code { get; } = code;
}
