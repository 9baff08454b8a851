using EmbeddedPulumi.Protocol;

namespace Pulumi;

/// <summary>A provider known by its reference only.</summary>
internal sealed class DependencyProviderResource : ProviderResource
{
    /// <exception cref="ArgumentException">The reference does not read <c>URN::ID</c>.</exception>
    public DependencyProviderResource(string reference) : base(PackageOf(Split(reference).Urn))
    {
        var (urn, id) = Split(reference);
        Urn = new Output<string>(Task.FromResult(new Resolved<string>(urn, true, false, [this])));
        Id = new Output<string>(Task.FromResult(new Resolved<string>(id, true, false, [this])));
    }

    private static string PackageOf(string urn) =>
        EmbeddedPulumi.Protocol.Urn.Parse(urn).Type is var type && TypeTokens.IsProvider(type)
            ? type[TypeTokens.ProviderPrefix.Length..] : "";

    private static (string Urn, string Id) Split(string reference)
    {
        var at = reference.LastIndexOf("::", StringComparison.Ordinal);
        return at < 0
            ? throw new ArgumentException($"'{reference}' is not a provider reference: it must read URN::ID.")
            : (reference[..at], reference[(at + 2)..]);
    }
}
