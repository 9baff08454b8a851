using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.S3;
using PipAi.LocalCloud.Services;

namespace PipAi.Benchmarks.Storage;

/// <summary>The local S3 in a temporary folder, an unmodified client of it, and one bucket.</summary>
internal sealed class StorageServer : IAsyncDisposable
{
    /// <summary>The bucket.</summary>
    public const string Bucket = "benchmark";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("storage-");
    private readonly S3Service service;

    private StorageServer()
    {
        var surroundings = new LocalCloudContext
        {
            Stack = "benchmark",
            Directory = folder.FullName,
            Tokens = CloudTokens.Create(),
            Faults = new FaultRegistry(),
            Ports = new Dictionary<string, int>(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        service = new S3Service(surroundings);
        Credentials = new BasicAWSCredentials(surroundings.Tokens.AwsAccessKeyId, surroundings.Tokens.AwsSecretAccessKey);
    }

    /// <summary>The client.</summary>
    public AmazonS3Client Client { get; private set; } = null!;

    private BasicAWSCredentials Credentials { get; }

    /// <summary>Starts it.</summary>
    public static async Task<StorageServer> StartAsync(bool versioned)
    {
        var server = new StorageServer();
        await server.service.StartAsync(0, CancellationToken.None);
        server.Client = new AmazonS3Client(
            server.Credentials,
            new AmazonS3Config { ServiceURL = $"http://127.0.0.1:{server.service.Port}", AuthenticationRegion = "us-east-1" });
        await server.Client.PutBucketAsync(Bucket);
        if (versioned)
            await server.Client.PutBucketVersioningAsync(new PutBucketVersioningRequest
            {
                BucketName = Bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            });
        return server;
    }

    /// <summary>Writes an object of some size.</summary>
    public Task PutAsync(string key, byte[] content) =>
        Client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = new MemoryStream(content) });

    /// <summary>Writes many small objects, some at a time.</summary>
    public Task FillAsync(IEnumerable<string> keys) =>
        Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, _) => await PutAsync(key, [1]));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await service.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
