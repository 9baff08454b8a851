using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>What an object is given beside its content.</summary>
public sealed class MetadataTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task A_presigned_link_carries_metadata_and_refuses_what_is_not_offered()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        using var http = new HttpClient();
        async Task<HttpResponseMessage> PutAsync(Action<GetPreSignedUrlRequest> change)
        {
            var request = new GetPreSignedUrlRequest
            {
                BucketName = bucket,
                Key = "link",
                Verb = HttpVerb.PUT,
                Protocol = Protocol.HTTP,
                Expires = DateTime.UtcNow.AddMinutes(5),
            };
            change(request);
            var link = new Uri(await client.GetPreSignedURLAsync(request));
            using var message = new HttpRequestMessage(HttpMethod.Put, link) { Content = new ByteArrayContent("x"u8.ToArray()) };
            foreach (var name in request.Headers.Keys) message.Headers.TryAddWithoutValidation(name, request.Headers[name]);
            if (link.Query.Contains("x-amz-meta-hue", StringComparison.Ordinal))
                message.Headers.TryAddWithoutValidation("x-amz-meta-hue", "red");
            return await http.SendAsync(message, TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(request => request.Metadata["hue"] = "red")).StatusCode);
        Assert.Equal("red", (await client.GetObjectMetadataAsync(bucket, "link")).Metadata["hue"]);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(request => request.Headers["x-amz-tagging"] = "a=b")).StatusCode);
        Assert.Equal(1, (await client.GetObjectAsync(bucket, "link")).TagCount);
        Assert.Equal(
            HttpStatusCode.NotImplemented, (await PutAsync(request => request.Headers["x-amz-storage-class"] = "GLACIER")).StatusCode);
    }

    [Fact]
    public async Task Metadata_of_more_than_two_kilobytes_is_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        Task PutAsync(int size)
        {
            var request = new PutObjectRequest { BucketName = bucket, Key = "m", ContentBody = "x" };
            request.Metadata["k"] = new string('v', size);
            return client.PutObjectAsync(request);
        }

        await PutAsync(2047);
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "MetadataTooLarge", () => PutAsync(2048));
    }
}
