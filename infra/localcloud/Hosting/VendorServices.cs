using PipAi.LocalCloud.S3;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Temporal;

namespace PipAi.LocalCloud.Hosting;

/// <summary>The vendor services of a local cloud: one line each, in the order of <see cref="VendorNames.All"/>.</summary>
internal static class VendorServices
{
    /// <summary>How each is made; the surroundings then hold the ports of those before it.</summary>
    public static IReadOnlyList<Func<CloudSurroundings, IVendorService>> All { get; } =
    [
        surroundings => new S3Service(surroundings),
        surroundings => new StsService(surroundings),
        surroundings => new TemporalService(TemporalServiceOptions.In(surroundings)),
    ];
}
