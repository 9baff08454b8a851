using Pulumi;
using Pulumiverse.Fly;

namespace PipAi.Infra.Machines;

/// <summary>
/// The addresses on which Fly's proxy answers for an app; without one its host name leads nowhere. Inside and outside of the organisation
/// are two doors: what is called inside without TLS must not be outside.
/// </summary>
internal sealed class PublicAddress : ComponentResource
{
    /// <summary>Declares the addresses.</summary>
    public PublicAddress(string name, PublicAddressArgs args, ComponentResourceOptions? options = null)
        : base("pipai:machines:PublicAddress", name, options)
    {
        _ = new Ip($"{name}-v4", new IpArgs { App = args.App, Type = "shared_v4" }, new CustomResourceOptions { Parent = this });
        // An address of the app's own carries every port, the one without TLS for machines inside, too: such an app has the shared one
        // alone.
        var (suffix, type) = args.IsReachableInside ? ("inside", "private_v6") : ("v6", "v6");
        _ = new Ip($"{name}-{suffix}", new IpArgs { App = args.App, Type = type }, new CustomResourceOptions { Parent = this });
        RegisterOutputs();
    }
}

/// <summary>What a <see cref="PublicAddress"/> is made of.</summary>
internal sealed record PublicAddressArgs
{
    /// <summary>The Fly app.</summary>
    public required Input<string> App { get; init; }

    /// <summary>Whether the organisation's own machines reach the app at <c>APP.flycast</c>, past the internet.</summary>
    public bool IsReachableInside { get; init; }
}
