using Microsoft.AspNetCore.Http;

namespace PipAi.Operations.Dashboard;

/// <summary>
/// What keeps other pages of the same browser away: a name of theirs that suddenly means this machine is not ours, and nothing that is
/// answered may be framed, kept, or run by them.
/// </summary>
/// <param name="port">The port that is listened on.</param>
internal sealed class DashboardGuard(int port)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string[] hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];

    /// <summary>Answers what is refused; whether the call may go on.</summary>
    public async Task<bool> PassesAsync(HttpContext call)
    {
        var headers = call.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!hosts.Contains(call.Request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return await RefuseAsync(call, StatusCodes.Status403Forbidden, $"This page has no other name than http://{hosts[0]}/.");
        if (HttpMethods.IsGet(call.Request.Method)) return true;
        headers.Allow = HttpMethods.Get;
        return await RefuseAsync(call, StatusCodes.Status405MethodNotAllowed, "This page only shows things: GET.");
    }

    /// <summary>Answers with a sentence.</summary>
    public static async Task<bool> RefuseAsync(HttpContext call, int code, string sentence)
    {
        call.Response.StatusCode = code;
        call.Response.ContentType = "text/plain; charset=utf-8";
        await call.Response.WriteAsync(sentence + "\n", call.RequestAborted);
        return false;
    }
}
