using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>Which pages of other origins a browser lets use a bucket: the bucket's CORS configuration says so.</summary>
public sealed class CrossOriginTests(LocalS3 s3) : IClassFixture<LocalS3>, IDisposable
{
    private readonly HttpClient browser = new(new SocketsHttpHandler { UseProxy = false });
    private readonly AmazonS3Client client = s3.Client();

    [Fact]
    public async Task A_bucket_without_a_configuration_lets_no_page_in()
    {
        var bucket = await s3.BucketAsync();
        Assert.Equal((403, "CORS is not enabled"), await AskAsync(bucket, "https://app.example.com", "PUT", says: "CORS is not enabled"));
        Assert.Equal((404, "NoSuchBucket"), await AskAsync("no-such-bucket-here", "https://app.example.com", "PUT", says: "NoSuchBucket"));
        Assert.Equal((400, "Origin request header needed"), await AskAsync(bucket, null, "PUT", says: "Origin request header needed"));
        Assert.Equal(
            (400, "Access-Control-Request-Method"),
            await AskAsync(bucket, "https://app.example.com", null, says: "Access-Control-Request-Method"));
    }

    [Theory]
    [InlineData("https://app.example.com", "PUT", "content-type, X-Amz-Date", 200)]
    [InlineData("https://app.example.com", "PUT", null, 200)]
    [InlineData("https://app.example.com", "PUT", "authorization", 403)]
    [InlineData("https://app.example.com", "DELETE", null, 403)]
    [InlineData("https://x.preview.example.com", "PUT", null, 200)]
    [InlineData("https://.preview.example.com", "PUT", null, 200)]
    [InlineData("http://app.example.com", "PUT", null, 403)]
    [InlineData("https://evil.example.org", "GET", null, 200)]
    [InlineData("https://evil.example.org", "PUT", null, 403)]
    public async Task A_page_is_let_in_by_origin_method_and_headers(string origin, string method, string? headers, int status) =>
        Assert.Equal(status, (await AskAsync(await ConfiguredAsync(), origin, method, headers)).Status);

    [Fact]
    public async Task A_page_that_is_let_in_is_told_what_it_may_do()
    {
        using var answer = await SendAsync(HttpMethod.Options, await ConfiguredAsync(), "https://app.example.com", "PUT", "Content-Type");
        Assert.Equal(
            ("https://app.example.com", "PUT, POST", "content-type", "ETag, x-amz-version-id", "600", "true",
                "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"),
            (One(answer, "Access-Control-Allow-Origin"), One(answer, "Access-Control-Allow-Methods"), One(
                answer, "Access-Control-Allow-Headers"),
                One(answer, "Access-Control-Expose-Headers"), One(answer, "Access-Control-Max-Age"),
                One(answer, "Access-Control-Allow-Credentials"), One(answer, "Vary")));
        using var anybody = await SendAsync(HttpMethod.Options, await ConfiguredAsync(), "https://evil.example.org", "GET");
        Assert.Equal(("*", ""), (One(anybody, "Access-Control-Allow-Origin"), One(anybody, "Access-Control-Allow-Credentials")));
    }

    [Fact]
    public async Task The_answer_to_a_page_says_whether_it_may_read_it()
    {
        var bucket = await ConfiguredAsync();
        await LocalS3.PutAsync(client, bucket, "k", "text");
        var link = new Uri(
            await client.GetPreSignedURLAsync(
                new GetPreSignedUrlRequest
                {
                    BucketName = bucket,
                    Key = "k",
                    Expires = DateTime.UtcNow.AddMinutes(5),
                    Protocol = Protocol.HTTP,
                }));
        Assert.Equal(("*", HttpStatusCode.OK), await ReadAsync(link, "https://evil.example.org"));
        Assert.Equal(("", HttpStatusCode.OK), await ReadAsync(link, null));
        Assert.Equal(
            ("*", HttpStatusCode.Forbidden),
            await ReadAsync(new Uri(link.AbsoluteUri.Replace("/k?", "/other?", StringComparison.Ordinal)), "https://evil.example.org"));
    }

    [Theory]
    [InlineData("PATCH", "https://a.example.com", "*", "InvalidRequest")]
    [InlineData("GET", "https://*.a.*.com", "*", "InvalidRequest")]
    [InlineData("GET", "https://a.example.com", "x-*-*", "InvalidRequest")]
    [InlineData("", "https://a.example.com", "*", "MalformedXML")]
    [InlineData("GET", "", "*", "MalformedXML")]
    public async Task A_wrong_configuration_is_refused(string method, string origin, string header, string code)
    {
        var bucket = await s3.BucketAsync();
        var rule = new CORSRule
        {
            AllowedHeaders = [header],
            AllowedMethods = method.Length > 0 ? [method] : [],
            AllowedOrigins = origin.Length > 0 ? [origin] : [],
        };
        await LocalS3.RefusedAsync(
            HttpStatusCode.BadRequest, code, () => client.PutCORSConfigurationAsync(bucket, new CORSConfiguration { Rules = [rule] }));
    }

    [Fact]
    public async Task A_configuration_round_trips_and_can_be_taken_away()
    {
        var bucket = await ConfiguredAsync();
        var rule = (await client.GetCORSConfigurationAsync(bucket)).Configuration.Rules[0];
        Assert.Equal(("upload", 600, "PUT POST"), (rule.Id, rule.MaxAgeSeconds, string.Join(' ', rule.AllowedMethods)));
        await client.DeleteCORSConfigurationAsync(bucket);
        Assert.Equal(403, (await AskAsync(bucket, "https://app.example.com", "PUT")).Status);
    }

    public void Dispose() => browser.Dispose();

    private async Task<string> ConfiguredAsync()
    {
        var bucket = await s3.BucketAsync();
        await client.PutCORSConfigurationAsync(bucket, new CORSConfiguration
        {
            Rules =
            [
                new CORSRule
                {
                    Id = "upload",
                    AllowedOrigins = ["https://app.example.com", "https://*.preview.example.com"],
                    AllowedMethods = ["PUT", "POST"],
                    AllowedHeaders = ["Content-*", "x-amz-*"],
                    ExposeHeaders = ["ETag", "x-amz-version-id"],
                    MaxAgeSeconds = 600,
                },
                new CORSRule { AllowedOrigins = ["*"], AllowedMethods = ["GET"] },
            ],
        });
        return bucket;
    }

    private async Task<(int Status, string Said)> AskAsync(
        string bucket, string? origin, string? method, string? headers = null, string says = "")
    {
        using var answer = await SendAsync(HttpMethod.Options, bucket, origin, method, headers);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, body.Contains(says, StringComparison.Ordinal) ? says : body);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod verb, string bucket, string? origin, string? method, string? headers = null)
    {
        using var request = new HttpRequestMessage(verb, new Uri(s3.Address, $"/{bucket}/k"));
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (method is not null) request.Headers.Add("Access-Control-Request-Method", method);
        if (headers is not null) request.Headers.Add("Access-Control-Request-Headers", headers);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<(string Allowed, HttpStatusCode Status)> ReadAsync(Uri link, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        return (One(answer, "Access-Control-Allow-Origin"), answer.StatusCode);
    }

    private static string One(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? string.Join(", ", values) : "";
}
