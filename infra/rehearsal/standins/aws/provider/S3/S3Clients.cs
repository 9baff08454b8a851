using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Internal;

namespace PipAi.Providers.Aws.S3;

/// <summary>SDK clients of the local S3, one for each region.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="timeout">How long S3 may take to answer.</param>
internal sealed class S3Clients(Func<string, string?> environment, TimeSpan timeout)
{
    private readonly ConcurrentDictionary<string, AmazonS3Client> clients = new(StringComparer.Ordinal);

    /// <summary>The client of a region.</summary>
    /// <exception cref="InvalidOperationException">There is no local cloud to talk to.</exception>
    public AmazonS3Client For(string region) => clients.GetOrAdd(region, Make);

    private AmazonS3Client Make(string region)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Require("AWS_ENDPOINT_URL_S3"),
            AuthenticationRegion = region,
            ForcePathStyle = true,
            // The SDK's own default would wait for days on a region that hangs.
            Timeout = timeout,
            MaxErrorRetry = 4,
        };
        return new PatientClient(new BasicAWSCredentials(Require("AWS_ACCESS_KEY_ID"), Require("AWS_SECRET_ACCESS_KEY")), config);
    }

    private string Require(string name) => environment(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException(
            $"The environment variable {name} is not set: the local aws provider deploys to the local cloud only.\n    ./pipai up");

    /// <summary>As the official provider's: a change that meets another one of the same bucket is tried again.</summary>
    private sealed class PatientClient(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
    {
        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
        {
            base.CustomizeRuntimePipeline(pipeline);
            pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new Policy(Config)));
        }

        private sealed class Policy(IClientConfig config) : AmazonS3StandardRetryPolicy(config)
        {
            public override async Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
                exception is AmazonServiceException { ErrorCode: "OperationAborted" }
                    || await base.RetryForExceptionAsync(executionContext, exception);
        }
    }
}
