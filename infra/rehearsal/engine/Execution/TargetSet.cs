using System.Collections.Immutable;
using System.Text.RegularExpressions;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>The resources that an operation is about. Providers and the stack are always among them.</summary>
internal sealed class TargetSet(ResourceSelection selection)
{
    private readonly ImmutableArray<Regex> targets = [.. selection.Targets.Select(Expression)];
    private readonly ImmutableArray<Regex> excludes = [.. selection.Excludes.Select(Expression)];
    private readonly ImmutableArray<Regex> replaces = [.. selection.Replaces.Select(Expression)];
    private readonly HashSet<string> dependents = new(StringComparer.Ordinal);

    public bool All => targets.IsEmpty && excludes.IsEmpty;

    /// <summary>Whether only what is named may change, so that what a target needs must be named, too.</summary>
    public bool NamesTargets => !targets.IsEmpty;

    public bool Contains(string urn, string type) =>
        All || type == TypeTokens.Stack || TypeTokens.IsProvider(type) || IsNamed(urn);

    /// <summary>Whether the resource may change: a pattern names it, or it depends on one that is named, where that counts.</summary>
    public bool IsNamed(string urn)
    {
        if (Any(excludes, urn)) return false;
        lock (dependents) return targets.IsEmpty || dependents.Contains(urn) || Any(targets, urn);
    }

    /// <summary>Whether the resource is to be replaced in any case.</summary>
    public bool IsReplaced(string urn) => Any(replaces, urn);

    /// <summary>Adds a resource that depends on a target.</summary>
    public void NoteReferences(string urn, IEnumerable<string> references)
    {
        if (!NamesTargets || !selection.TargetDependents || !references.Any(IsNamed)) return;
        lock (dependents) dependents.Add(urn);
    }

    private static bool Any(ImmutableArray<Regex> expressions, string urn) => expressions.Any(expression => expression.IsMatch(urn));

    private static Regex Expression(string pattern) => new(
        "^" + string.Join(".*", pattern.Split("**").Select(part => Regex.Escape(part).Replace("\\*", "[^:]*", StringComparison.Ordinal)))
            + "$",
        RegexOptions.CultureInvariant);
}
