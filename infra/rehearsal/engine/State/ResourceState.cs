using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>All that is kept about one resource. Instances are compared by reference: one instance is one version of a resource.</summary>
internal sealed record ResourceState
{
    public required string Urn { get; init; }
    public required string Type { get; init; }
    public required bool Custom { get; init; }

    /// <summary>The provider's id; empty for components, and while it is unknown.</summary>
    public string Id { get; init; } = "";

    /// <summary>Replaced, but not deleted yet.</summary>
    public bool Delete { get; init; }
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;
    public string Parent { get; init; } = "";
    public bool Protect { get; init; }

    /// <summary>Only read, never written.</summary>
    public bool External { get; init; }
    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>What went wrong when the resource was last created or updated; it exists nonetheless.</summary>
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary>The provider reference, <c>urn::id</c>.</summary>
    public string Provider { get; init; } = "";
    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } = NoPropertyDependencies;

    /// <summary>Already deleted, and to be created again.</summary>
    public bool PendingReplacement { get; init; }
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];
    public ImmutableArray<string> Aliases { get; init; } = [];
    public StepTimeouts Timeouts { get; init; } = StepTimeouts.None;
    public string ImportId { get; init; } = "";
    public bool RetainOnDelete { get; init; }
    public string DeletedWith { get; init; } = "";
    public ImmutableArray<string> ReplaceWith { get; init; } = [];

    /// <summary>Somebody has marked it to be replaced by the next update.</summary>
    public bool Taint { get; init; }

    /// <summary>Its provider wants it to be read before anything is made of what is stored.</summary>
    public bool RefreshBeforeUpdate { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Modified { get; init; }
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];
    public ImmutableArray<string> HideDiff { get; init; } = [];
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];
    public PropertyValue? ReplacementTrigger { get; init; }

    /// <summary>Keys of newer engines, kept as they are.</summary>
    public ImmutableArray<(string Key, JsonElement Value)> Unread { get; init; } = [];

    public static ImmutableSortedDictionary<string, ImmutableArray<string>> NoPropertyDependencies { get; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.WithComparers(StringComparer.Ordinal);

    public string Name => Protocol.Urn.Parse(Urn).Name;

    public bool ContainsSecrets => Inputs.ContainsSecrets || Outputs.ContainsSecrets || ReplacementTrigger is { ContainsSecrets: true };

    public bool IsProvider => TypeTokens.IsProvider(Type);

    /// <summary>How resources refer to this provider.</summary>
    public string Reference => $"{Urn}::{Id}";

    public bool Equals(ResourceState? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The URNs that must stand before this one in the state, and must be deleted after it.</summary>
    public IEnumerable<string> References()
    {
        foreach (var urn in Dependencies) yield return urn;
        foreach (var urn in PropertyDependencies.Values.SelectMany(urns => urns)) yield return urn;
        if (Parent.Length > 0) yield return Parent;
        if (Provider.Length > 0) yield return ProviderUrn(Provider);
        if (DeletedWith.Length > 0) yield return DeletedWith;
        foreach (var urn in ReplaceWith) yield return urn;
    }

    /// <summary>The URN in a provider reference.</summary>
    public static string ProviderUrn(string reference) => reference[..reference.LastIndexOf("::", StringComparison.Ordinal)];

    /// <summary>The id in a provider reference.</summary>
    public static string ProviderId(string reference) => reference[(reference.LastIndexOf("::", StringComparison.Ordinal) + 2)..];
}
