using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>What a provider says is there.</summary>
/// <param name="Id">The id; empty when the resource is gone.</param>
/// <param name="Outputs">All outputs.</param>
/// <param name="Inputs">The inputs; null when the provider did not say.</param>
/// <param name="Errors">What is wrong with the resource although it exists.</param>
internal sealed record ReadAnswer(string Id, PropertyMap Outputs, PropertyMap? Inputs, ImmutableArray<string> Errors)
{
    /// <summary>Whether the provider wants to be asked again before the next update.</summary>
    public bool RefreshBeforeUpdate { get; init; }
}
