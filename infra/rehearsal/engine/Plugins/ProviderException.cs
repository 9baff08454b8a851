using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>A provider call failed.</summary>
internal sealed class ProviderException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What exists although the call failed; null when nothing was said of it.</summary>
    public PartialResource? Partial { get; init; }

    /// <summary>The answer was lost, so whether the call had its effect is not known.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>The provider does not offer the call.</summary>
    public bool NotOffered { get; init; }
}

/// <summary>A resource that exists although the call that made it failed.</summary>
internal sealed record PartialResource(string Id, PropertyMap Outputs, PropertyMap? Inputs, ImmutableArray<string> Reasons);
