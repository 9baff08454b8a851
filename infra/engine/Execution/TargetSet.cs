using System.Collections.Immutable;
using System.Text.RegularExpressions;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>The resources that an operation is about. Providers and the stack are always among them.</summary>
internal sealed class TargetSet(ImmutableArray<string> patterns, bool withDependents)
{
    private readonly ImmutableArray<Regex> expressions = [.. patterns.Select(Expression)];
    private readonly HashSet<string> dependents = new(StringComparer.Ordinal);

    public bool All => expressions.IsEmpty;

    public bool Contains(string urn, string type) =>
        All || type == TypeTokens.Stack || TypeTokens.IsProvider(type) || IsNamed(urn);

    /// <summary>Whether a pattern names the resource, or it depends on one that is named, where that counts.</summary>
    public bool IsNamed(string urn)
    {
        lock (dependents) return All || dependents.Contains(urn) || expressions.Any(expression => expression.IsMatch(urn));
    }

    /// <summary>Adds a resource that depends on a target.</summary>
    public void NoteReferences(string urn, IEnumerable<string> references)
    {
        if (All || !withDependents || !references.Any(IsNamed)) return;
        lock (dependents) dependents.Add(urn);
    }

    private static Regex Expression(string pattern) => new(
        "^" + Regex.Escape(pattern).Replace("\\*\\*", ".*", StringComparison.Ordinal).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.CultureInvariant);
}
