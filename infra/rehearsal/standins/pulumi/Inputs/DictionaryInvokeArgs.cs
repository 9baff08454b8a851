using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The arguments of a function, by name.</summary>
public sealed class DictionaryInvokeArgs : InvokeArgs
{
    private readonly ImmutableDictionary<string, object?> dictionary;

    /// <summary>The given arguments.</summary>
    public DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary) => this.dictionary = dictionary;

    internal override IReadOnlyDictionary<string, object?> ToDictionary() => dictionary;
}
