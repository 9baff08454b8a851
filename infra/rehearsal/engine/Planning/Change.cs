using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>How a resource differs from its goal, and which steps that takes.</summary>
internal sealed record Change
{
    public const string InitErrorKey = "#initerror";
    private static readonly ImmutableSortedDictionary<string, PropertyChange> NoDetails =
        ImmutableSortedDictionary<string, PropertyChange>.Empty.WithComparers(StringComparer.Ordinal);

    public static Change None { get; } = new();

    public bool Any { get; init; }
    public bool Replace { get; init; }
    public bool DeleteBeforeReplace { get; init; }

    /// <summary>It is deleted with another resource, so that its provider need not be asked.</summary>
    public bool GoesWithAnother { get; init; }

    /// <summary>Top-level properties that differ.</summary>
    public ImmutableArray<string> Diffs { get; init; } = [];

    /// <summary>Top-level properties that make a replacement necessary.</summary>
    public ImmutableArray<string> ReplaceKeys { get; init; } = [];
    public ImmutableSortedDictionary<string, PropertyChange> Details { get; init; } = NoDetails;

    /// <summary>Joins the provider's answer with what the engine knows itself.</summary>
    /// <param name="old">The resource as it is.</param>
    /// <param name="goal">The resource as the program wants it, checked.</param>
    /// <param name="answer">The provider's answer; null for a component, which has none.</param>
    public static Change Between(ResourceState old, ResourceState goal, DiffAnswer? answer)
    {
        answer ??= new DiffAnswer();
        var inputs = PropertyDiff.Between(old.Inputs, goal.Inputs);
        var details = answer.Detailed;
        var diffs = answer.Diffs.ToImmutableSortedSet(StringComparer.Ordinal).Union(TopLevel(details.Keys)).Union(answer.Replaces);
        var any = answer.Changed ?? !inputs.IsEmpty;
        IEnumerable<string> told = answer.Changed is null
            ? [.. inputs.Keys, .. TopLevel(inputs.Keys)] : any ? [.. details.Keys, .. answer.Diffs] : [];
        if (answer.Changed is null || (any && details.IsEmpty))
        {
            // What the provider left open, the inputs tell.
            details = answer.Diffs.IsEmpty ? inputs : Only(inputs, answer.Diffs);
            if (answer.Changed is null) diffs = diffs.Union(TopLevel(inputs.Keys));
        }

        if (!old.InitErrors.IsEmpty) told = told.Append(InitErrorKey);
        var replaces = answer.Replaces.ToImmutableSortedSet(StringComparer.Ordinal)
            .Union(TopLevel(details.Where(entry => entry.Value.IsReplacement).Select(entry => entry.Key)))
            .Union(ReplacedOnChange(goal, told));
        if (TriggerDiffers(old, goal)) replaces = replaces.Add("replacementTrigger");
        diffs = diffs.Union(replaces);
        return new Change
        {
            Any = any || !old.InitErrors.IsEmpty || !replaces.IsEmpty,
            Replace = !replaces.IsEmpty,
            DeleteBeforeReplace = answer.DeleteBeforeReplace,
            Diffs = [.. diffs],
            ReplaceKeys = [.. replaces],
            Details = MarkReplaced(details, replaces),
        };
    }

    /// <summary>What an option names, or what lies in it; a change of something around it may be one of its neighbour.</summary>
    private static IEnumerable<string> ReplacedOnChange(ResourceState goal, IEnumerable<string> changed)
    {
        var patterns = goal.ReplaceOnChanges.Select(text => PropertyPath.TryParse(text)
            ?? throw new FormatException($"'{goal.Name}' has '{text}' in replaceOnChanges, which is no path to a property.")).ToArray();
        return changed.Select(PropertyPath.Parse).Where(path => patterns.Any(pattern => pattern.Covers(path))).Select(
            path => path.TopLevel);
    }

    private static bool TriggerDiffers(ResourceState old, ResourceState goal) =>
        goal.ReplacementTrigger is { } trigger && old.ReplacementTrigger is { } was
        && (trigger.ContainsUnknowns || !PropertyDiff.Same(was, trigger));

    private static IEnumerable<string> TopLevel(IEnumerable<string> paths) => paths.Select(path => PropertyPath.Parse(path).TopLevel);

    private static ImmutableSortedDictionary<string, PropertyChange> Only(
        ImmutableSortedDictionary<string, PropertyChange> details, ImmutableArray<string> keys) =>
        details.Where(entry => keys.Contains(PropertyPath.Parse(entry.Key).TopLevel)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, PropertyChange> MarkReplaced(
        ImmutableSortedDictionary<string, PropertyChange> details, ImmutableSortedSet<string> replaces) =>
        replaces.IsEmpty
            ? details
            : details.Select(entry => replaces.Contains(PropertyPath.Parse(entry.Key).TopLevel) && !entry.Value.IsReplacement
                    ? KeyValuePair.Create(entry.Key, entry.Value with { Kind = entry.Value.Kind + 1 })
                    : entry)
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
