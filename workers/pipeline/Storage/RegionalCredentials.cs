using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>
/// Web identity credentials from one region's token service. The SDK's own chain asks a single region (<c>AWS_REGION</c>) and
/// waits for it without limit: were that region dark, no other region's bucket could be reached either.
/// </summary>
internal sealed class RegionalCredentials(FlyIdentity identity, string region)
    : AssumeRoleWithWebIdentityCredentials(identity.TokenFile, identity.RoleArn, identity.SessionName)
{
    /// <inheritdoc/>
    protected override ICoreAmazonSTS CreateClient() => new AmazonSecurityTokenServiceClient(
        new AnonymousAWSCredentials(),
        new AmazonSecurityTokenServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            Timeout = TimeSpan.FromSeconds(3),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxErrorRetry = 0,
        });
}
