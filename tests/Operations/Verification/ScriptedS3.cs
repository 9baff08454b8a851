using System.Collections.Concurrent;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Tests.Verification;

/// <summary>
/// An S3 of which a test says, bucket by bucket, whether it keeps versions and which version of a written object it shows.
/// </summary>
internal sealed class ScriptedS3 : IAsyncDisposable
{
    private readonly WebApplication server;

    private ScriptedS3(WebApplication server) => this.server = server;

    /// <summary>What a bucket says of versions; empty for nothing.</summary>
    public ConcurrentDictionary<string, string> Versioning { get; } = new();

    /// <summary>The version that a bucket shows; one that is not here has no object.</summary>
    public ConcurrentDictionary<string, string> Shown { get; } = new();

    /// <summary>What was written and deleted, as <c>PUT bucket</c> and <c>DELETE bucket version</c>.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>How operations reach it.</summary>
    public PlatformAccess Access => new()
    {
        FlyApi = new Uri("http://fly.invalid"),
        FlyPlatformApi = new Uri("http://fly.invalid"),
        FlyToken = "",
        VercelApi = new Uri("http://vercel.invalid"),
        VercelToken = "",
        TemporalCloudApi = "temporal.invalid",
        TemporalCloudKey = "",
        S3Endpoint = new Uri(server.Urls.First()),
        AwsCredentials = new BasicAWSCredentials("id", "secret"),
    };

    public static async Task<ScriptedS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var s3 = new ScriptedS3(server);
        server.Run(s3.AnswerAsync);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return s3;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task AnswerAsync(HttpContext call)
    {
        var bucket = call.Request.Path.Value!.Split('/')[1];
        if (call.Request.Query.ContainsKey("versioning"))
        {
            call.Response.ContentType = "application/xml";
            var status = Versioning.GetValueOrDefault(bucket, "");
            await call.Response.WriteAsync(
                $"<VersioningConfiguration>{(status.Length > 0 ? $"<Status>{status}</Status>" : "")}</VersioningConfiguration>");
            return;
        }

        switch (call.Request.Method)
        {
            case "PUT":
                Changes.Enqueue($"PUT {bucket}");
                call.Response.Headers["x-amz-version-id"] = "v1";
                call.Response.Headers.ETag = "\"e\"";
                break;
            case "DELETE":
                Changes.Enqueue($"DELETE {bucket} {call.Request.Query["versionId"]}");
                call.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                if (Shown.TryGetValue(bucket, out var version)) call.Response.Headers["x-amz-version-id"] = version;
                else call.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }
}
