using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>
/// Puts steps into an order that does not depend on timing: a program registers many resources at once, and a plan of the same
/// program must read the same each time.
/// </summary>
internal static class PlanOrder
{
    /// <summary>
    /// Parents and dependencies first, otherwise by URN; deletions at the end, in the order in which they were made. Without the engine's
    /// own.
    /// </summary>
    public static Plan Of(ImmutableArray<Step> steps)
    {
        var isLate = new Func<Step, bool>(step => step.Op is StepOp.Delete or StepOp.Discard or StepOp.DiscardReplaced
            || (step.Op == StepOp.DeleteReplaced && step.New is null && !PrecedesReplacement(step, steps)));
        var early = steps.Where(step => !isLate(step)).ToArray();
        var byUrn = early.GroupBy(step => step.Urn, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<Step>(steps.Length);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var ready = new SortedSet<string>(StringComparer.Ordinal);
        var waits = new Dictionary<string, int>(StringComparer.Ordinal);
        var unblocks = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (urn, own) in byUrn)
        {
            var needs = own.SelectMany(References).Where(need => need != urn && byUrn.ContainsKey(need)).Distinct(StringComparer.Ordinal)
                .ToArray();
            waits[urn] = needs.Length;
            foreach (var need in needs) (unblocks.TryGetValue(need, out var list) ? list : unblocks[need] = []).Add(urn);
            if (needs.Length == 0) ready.Add(urn);
        }

        while (ready.Min is { } next)
        {
            ready.Remove(next);
            placed.Add(next);
            result.AddRange(byUrn[next]);
            foreach (var unblocked in unblocks.GetValueOrDefault(next, []))
            {
                if (--waits[unblocked] == 0) ready.Add(unblocked);
            }
        }

        // A cycle cannot come from a program; should one ever come, its steps are still shown.
        result.AddRange(
            byUrn.Where(entry => !placed.Contains(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(
                entry => entry.Value));
        result.AddRange(steps.Where(isLate));
        result.RemoveAll(step => step.IsInternal);
        return new Plan(result.ToImmutable());
    }

    private static bool PrecedesReplacement(Step step, ImmutableArray<Step> steps) =>
        steps.SkipWhile(other => !ReferenceEquals(other, step)).Any(other => other.Urn == step.Urn && other.Op == StepOp.CreateReplacement);

    private static IEnumerable<string> References(Step step)
    {
        if (step.Parent.Length > 0) yield return step.Parent;
        if (step.Provider.Length > 0) yield return step.Provider[..step.Provider.LastIndexOf("::", StringComparison.Ordinal)];
        foreach (var urn in step.New?.Dependencies ?? []) yield return urn;
    }
}
