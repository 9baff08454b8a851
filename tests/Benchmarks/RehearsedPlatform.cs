using Amazon.Runtime;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;

namespace PipAi.Benchmarks;

/// <summary>How a rehearsal's vendors are reached.</summary>
internal static class RehearsedPlatform
{
    public static PlatformAccess Access(CloudEndpoints endpoints) => new()
    {
        FlyApi = endpoints.AddressOf(VendorNames.Fly),
        FlyPlatformApi = endpoints.AddressOf(VendorNames.Fly),
        FlyToken = endpoints.Tokens.Fly,
        VercelApi = endpoints.AddressOf(VendorNames.Vercel),
        VercelToken = endpoints.Tokens.Vercel,
        TemporalCloudApi = endpoints.AddressOf(VendorNames.Temporal).Authority,
        TemporalCloudKey = endpoints.Tokens.Temporal,
        S3Endpoint = endpoints.AddressOf(VendorNames.S3),
        AwsCredentials = new BasicAWSCredentials(endpoints.Tokens.AwsAccessKeyId, endpoints.Tokens.AwsSecretAccessKey),
        PublicProxy = endpoints.AddressOf(VendorNames.Proxy),
    };
}
