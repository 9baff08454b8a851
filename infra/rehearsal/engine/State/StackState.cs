using System.Collections.Immutable;
using System.Text.Json;

namespace EmbeddedPulumi.Engine.State;

/// <summary>A stack's whole state at one moment; immutable.</summary>
internal sealed record StackState
{
    public static StackState Empty { get; } = new();

    /// <summary>When it was written; null for a stack that never was.</summary>
    public DateTimeOffset? Written { get; init; }

    /// <summary>The passphrase provider's salt; null while nothing was ever encrypted.</summary>
    public string? Salt { get; init; }

    /// <summary>Resources, each after all that it refers to.</summary>
    public ImmutableArray<ResourceState> Resources { get; init; } = [];

    /// <summary>Provider calls whose outcome is not known.</summary>
    public ImmutableArray<Intent> Intents { get; init; } = [];

    /// <summary>Keys of newer engines, kept as they are.</summary>
    public ImmutableArray<(string Key, JsonElement Value)> Unread { get; init; } = [];
}

/// <summary>A provider call that was about to be made.</summary>
/// <param name="Kind">Pulumi's word: <c>creating</c>, <c>updating</c>, <c>deleting</c>, <c>reading</c> or <c>importing</c>.</param>
/// <param name="Resource">The resource with the inputs of the call.</param>
internal sealed record Intent(string Kind, ResourceState Resource);
