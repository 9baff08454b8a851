using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The inputs of a resource, by name.</summary>
public sealed class DictionaryResourceArgs : ResourceArgs
{
    private readonly ImmutableDictionary<string, object?> dictionary;

    /// <summary>The given inputs.</summary>
    public DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) => this.dictionary = dictionary;

    internal override IReadOnlyDictionary<string, object?> ToDictionary() => dictionary;
}
