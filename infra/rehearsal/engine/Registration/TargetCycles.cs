using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// A resource outside the targets keeps the dependencies it has. If the program has turned one of them round, a targeted resource
/// would depend on what depends on it: no state can say that, so such an operation is refused.
/// </summary>
internal static class TargetCycles
{
    /// <summary>The URN of a dependency that still depends on the resource; null when there is none.</summary>
    /// <param name="goal">The resource to be registered.</param>
    /// <param name="oldUrn">The URN it has in the old state; null when it has none.</param>
    /// <param name="table">What is known of the others.</param>
    public static string? Find(ResourceState goal, string? oldUrn, ResourceTable table)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return goal.References().FirstOrDefault(Reaches);

        bool Reaches(string urn)
        {
            if (urn == goal.Urn || urn == oldUrn) return true;
            return seen.Add(urn) && table.Known(urn) is { } state && state.References().Any(Reaches);
        }
    }
}
