using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class SignatureTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_wrong_secret_or_an_unknown_key_is_refused()
    {
        var bucket = await s3.BucketAsync();
        var keyId = s3.Surroundings.Tokens.AwsAccessKeyId;
        var wrong = s3.Client(credentials: new BasicAWSCredentials(keyId, "nope"));
        var unknown = s3.Client(credentials: new BasicAWSCredentials("AKIAUNKNOWN", "nope"));
        await LocalS3.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch", () => LocalS3.PutAsync(wrong, bucket, "k", "x"));
        await LocalS3.RefusedAsync(HttpStatusCode.Forbidden, "InvalidAccessKeyId", () => LocalS3.PutAsync(unknown, bucket, "k", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, (await Http.GetAsync(new Uri(s3.Address, bucket))).StatusCode);
    }

    [Fact]
    public async Task A_presigned_link_reads_until_it_is_tampered_with()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "a/ü 1+2.txt", "hello");
        var link = await LinkAsync(client, bucket, "a/ü 1+2.txt", HttpVerb.GET);

        Assert.Equal("hello", await Http.GetStringAsync(link));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await Http.GetAsync(new Uri(link.AbsoluteUri.Replace("2.txt", "3.txt", StringComparison.Ordinal)))).StatusCode);
    }

    [Fact]
    public async Task A_presigned_link_writes()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var link = await LinkAsync(client, bucket, "pre/put", HttpVerb.PUT);
        using var content = new StringContent("up", Encoding.UTF8, "text/plain");
        content.Headers.ContentType = new("text/plain");

        Assert.Equal(HttpStatusCode.OK, (await Http.PutAsync(link, content)).StatusCode);
        Assert.Equal("up", await LocalS3.ReadAsync(client, bucket, "pre/put"));
    }

    [Fact]
    public async Task A_body_that_was_changed_on_the_way_is_refused_and_not_stored()
    {
        var (client, bucket) = (s3.Client(configure: config => config.HttpClientFactory = new TamperingClients()), await s3.BucketAsync());
        await LocalS3.RefusedAsync(
            HttpStatusCode.Forbidden, "SignatureDoesNotMatch", () => LocalS3.PutAsync(client, bucket, "k", "original"));
        Assert.Null((await s3.Client().ListObjectsV2Async(new() { BucketName = bucket })).S3Objects);
        Assert.Empty(Directory.GetFiles(s3.BlobFolder(bucket)));
    }

    private static async Task<Uri> LinkAsync(AmazonS3Client client, string bucket, string key, HttpVerb verb) =>
        new(await client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = key,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Verb = verb,
            Protocol = Protocol.HTTP,
            ContentType = verb == HttpVerb.PUT ? "text/plain" : null,
        }));

    private sealed class TamperingClients : Amazon.Runtime.HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Tampering(new HttpClientHandler()));
    }

    /// <summary>Changes a letter of the content, and nothing of the framing.</summary>
    private sealed class Tampering(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var original = request.Content!;
            var bytes = await original.ReadAsByteArrayAsync(cancellationToken);
            var text = Encoding.Latin1.GetString(bytes).Replace("original", "0riginal", StringComparison.Ordinal);
            request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(text));
            foreach (var header in original.Headers) request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
