namespace Pulumi;

/// <summary>A resource known by its URN only.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn) => Urn = new Output<string>(Task.FromResult(new Resolved<string>(urn, true, false, [this])));
}
