using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>Everything that a decision about one resource rests on, the provider's answers apart.</summary>
internal sealed record PlanningInput(Goal Goal)
{
    /// <summary>The resource as it is; null when there is none.</summary>
    public ResourceState? Old { get; init; }

    /// <summary>It is being imported in this very run.</summary>
    public bool Importing { get; init; }

    /// <summary>It was deleted earlier in this run, because something it depends on had to be replaced.</summary>
    public bool Recreating { get; init; }

    /// <summary>Something that it says to be replaced with, or its provider, was replaced in this run: why, or null.</summary>
    public string? MustReplace { get; init; }

    /// <summary>The inputs of a creation whose outcome is not known: trying again with the same ones finds what it left.</summary>
    public PropertyMap? Interrupted { get; init; }

    /// <summary>Whether this operation may change the resource.</summary>
    public bool Targeted { get; init; } = true;
}

/// <summary>What the provider has answered so far.</summary>
internal sealed record ProviderResponses(CheckAnswer? Check = null, DiffAnswer? Diff = null, CheckAnswer? ReplacementCheck = null)
{
    public static ProviderResponses None { get; } = new();
}
