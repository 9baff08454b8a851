using PipAi.LocalCloud.Fly;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.Proxy;
using PipAi.LocalCloud.S3;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Temporal;
using PipAi.LocalCloud.Vercel;

namespace PipAi.LocalCloud.Hosting;

/// <summary>The vendor services of a local cloud.</summary>
internal static class VendorServices
{
    /// <summary>
    /// Makes them, in the order in which they are started: when one starts, the surroundings hold the ports of those before it.
    /// </summary>
    public static IReadOnlyList<IVendorService> Create(LocalCloudContext cloud)
    {
        var (vercel, fly) = (new VercelService(cloud), new FlyService(cloud));
        return
        [
            new S3Service(cloud),
            new StsService(cloud, new(OidcIssuer.Issuers, fly.Identity.KeySet)),
            TemporalServers.Create(TemporalServiceOptions.In(cloud), cloud.Stack, cloud.TemporalServer),
            vercel,
            fly,
            new ProxyService(cloud, fly, new(vercel.Serves, vercel.ServeEdgeAsync)),
        ];
    }
}
