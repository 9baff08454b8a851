using System.Collections.Immutable;

namespace PipAi.Operations.Surplus;

/// <summary>A kind of thing that a Fly app has beside its machines.</summary>
/// <param name="Name">What one is called.</param>
/// <param name="Plural">What several are called.</param>
/// <param name="Type">Type token of the resource that declares it.</param>
/// <param name="Path">Where the app's are, below <c>/v1/apps/{app}</c>; below that, each is at its <paramref name="Id"/>.</param>
/// <param name="List">The property of the answer that holds them; empty where the answer itself does.</param>
/// <param name="Id">The property that names one.</param>
internal sealed record FlyKind(string Name, string Plural, string Type, string Path, string List, string Id)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<FlyKind> All { get; } =
    [
        new("secret", "secrets", "fly:index:Secret", "secrets", "secrets", "name"),
        new("volume", "volumes", "fly:index:Volume", "volumes", "", "id"),
        new("address", "addresses", "fly:index:Ip", "ip_assignments", "ips", "ip"),
        new("certificate", "certificates", "fly:index:Cert", "certificates", "certificates", "hostname"),
    ];
}
