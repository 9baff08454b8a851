using System.Net;
using System.Net.Sockets;
using PipAi.LocalCloud.Fly.Config;

namespace PipAi.LocalCloud.Fly.Checks;

/// <summary>One probe of a check against a machine's port: a connection, or an HTTP answer of 200 to 299 (a redirect fails).</summary>
internal sealed class CheckProbe(TimeProvider time) : IDisposable
{
    private const int MostOutput = 512;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Probes once; failures are answers, not exceptions.</summary>
    public async Task<(bool Passed, string Output)> ProbeAsync(CheckConfig check, int port, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(check.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return check.Type == "http" ? await AskAsync(check, port, either.Token) : await ConnectAsync(port, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"no answer within {check.Timeout.TotalSeconds:0.###}s");
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException)
        {
            return (false, exception.GetBaseException().Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<(bool Passed, string Output)> AskAsync(CheckConfig check, int port, CancellationToken cancellation)
    {
        var path = check.Path.StartsWith('/') ? check.Path : "/" + check.Path;
        using var request = new HttpRequestMessage(new HttpMethod(check.Method), $"http://127.0.0.1:{port}{path}");
        foreach (var (name, value) in check.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return (response.IsSuccessStatusCode, body.Length > MostOutput ? body[..MostOutput] : body) is var (passed, output) && passed
            ? (true, output)
            : (false, $"{(int)response.StatusCode} {response.ReasonPhrase}".Trim());
    }

    private static async Task<(bool Passed, string Output)> ConnectAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        return (true, "Success");
    }
}
