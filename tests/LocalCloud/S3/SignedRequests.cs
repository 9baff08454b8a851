using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>Requests that no SDK would send, rightly signed: any method, query, header and body.</summary>
public sealed class SignedRequests(LocalS3 s3) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>An answer: its status, S3's code and message where it is a refusal, and the whole of it.</summary>
    public sealed record Answer(HttpStatusCode Status, string Code, string Message, string Body, HttpResponseMessage Response);

    public async Task<Answer> SendAsync(
        string method, string target, string body = "", IReadOnlyDictionary<string, string>? headers = null)
    {
        var (path, query) = target.Split('?', 2) is [var p, var q] ? (p, q) : (target, "");
        var payload = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var time = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = s3.Address.Authority,
            ["x-amz-content-sha256"] = payload,
            ["x-amz-date"] = time,
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)) signed[name.ToLowerInvariant()] = value;

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(s3.Address, target));
        if (body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        var others = (headers ?? new Dictionary<string, string>()).Where(header => !signed.ContainsKey(header.Key.ToLowerInvariant()));
        foreach (var (name, value) in signed.Where(header => header.Key != "host").Concat(others))
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(method, path, query, signed));
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var error = !response.IsSuccessStatusCode && text.StartsWith("<?xml", StringComparison.Ordinal) ? XElement.Parse(text) : null;
        return new Answer(response.StatusCode, error?.Element("Code")?.Value ?? "", error?.Element("Message")?.Value ?? "", text, response);
    }

    public void Dispose() => http.Dispose();

    private string Authorization(string method, string path, string query, SortedDictionary<string, string> signed)
    {
        var (payload, time) = (signed["x-amz-content-sha256"], signed["x-amz-date"]);
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .OrderBy(pair => pair.Split('=')[0], StringComparer.Ordinal);
        var names = string.Join(';', signed.Keys);
        var canonical = $"{method}\n{path}\n{string.Join('&', parameters)}\n"
            + string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n")) + $"\n{names}\n{payload}";
        var scope = $"{time[..8]}/us-east-1/s3/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var tokens = s3.Surroundings.Tokens;
        var key = Encoding.UTF8.GetBytes("AWS4" + tokens.AwsSecretAccessKey);
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        return $"AWS4-HMAC-SHA256 Credential={tokens.AwsAccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}";
    }
}
