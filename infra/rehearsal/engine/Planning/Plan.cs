using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>All decisions of one operation; immutable.</summary>
/// <param name="Steps">The steps: the program's order of registration first, then deletions.</param>
public sealed record Plan(ImmutableArray<Step> Steps)
{
    /// <summary>A plan without steps.</summary>
    public static Plan Empty { get; } = new([]);

    /// <summary>
    /// How many steps of each kind there are, by Pulumi's names. The halves of a replacement are counted once, as <c>replace</c>.
    /// </summary>
    public ImmutableSortedDictionary<string, int> Summary { get; } = Steps
        .Where(step => !step.IsPartOfReplacement)
        .GroupBy(step => step.Op.Name())
        .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>Whether any step changes a resource.</summary>
    public bool HasChanges => Steps.Any(step => step.Op.IsChange());
}
