using Pulumi;
using Pulumiverse.Fly;

namespace PipAi.Infra.Machines;

/// <summary>The addresses on which Fly's proxy answers for an app; without one its host name leads nowhere.</summary>
internal sealed class PublicAddress : ComponentResource
{
    /// <summary>Declares the addresses.</summary>
    public PublicAddress(string name, PublicAddressArgs args, ComponentResourceOptions? options = null)
        : base("pipai:machines:PublicAddress", name, options)
    {
        _ = new Ip($"{name}-v4", new IpArgs { App = args.App, Type = "shared_v4" }, new CustomResourceOptions { Parent = this });
        _ = new Ip($"{name}-v6", new IpArgs { App = args.App, Type = "v6" }, new CustomResourceOptions { Parent = this });
        if (args.IsReachableInside)
            _ = new Ip($"{name}-inside", new IpArgs { App = args.App, Type = "private_v6" }, new CustomResourceOptions { Parent = this });
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
