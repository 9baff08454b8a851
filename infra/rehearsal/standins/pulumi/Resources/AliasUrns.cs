namespace Pulumi;

/// <summary>Aliases as whole URNs, for engines that cannot complete them themselves.</summary>
internal static class AliasUrns
{
    /// <summary>The URN that an alias of a resource stands for.</summary>
    /// <exception cref="ArgumentException">The alias contradicts itself.</exception>
    public static Output<string> Collapse(Input<Alias> alias, string name, string type, Resource? parent) => alias.ToOutput().Apply(given =>
    {
        if (given.Urn is not null)
        {
            if (Conflict(given) is { } part) throw new ArgumentException($"Alias should not specify both Urn and {part}");
            return Output.Create(given.Urn);
        }

        var parents = new[] { given.Parent is not null, given.ParentUrn is not null, given.NoParent };
        if (parents.Count(set => set) > 1)
            throw new ArgumentException("Only specify one of 'Parent', 'ParentUrn' or 'NoParent' in an Alias");
        var inherits = !parents.Contains(true);
        return Urn.Create(
            given.Name ?? name, given.Type ?? type, inherits ? parent : given.Parent, given.ParentUrn, given.Project, given.Stack);
    });

    /// <summary>All URNs that a resource may have had: its own aliases, under today's and under each earlier parent.</summary>
    public static IEnumerable<Output<string>> All(Resource resource, ResourceOptions options)
    {
        var (name, type, parent) = (resource.GetResourceName(), resource.GetResourceType(), options.Parent);
        var own = options.Aliases.Select(alias => Collapse(alias, name, type, parent)).ToList();
        foreach (var urn in own) yield return urn;
        if (parent is null) yield break;
        foreach (var parentUrn in parent.Aliases)
        {
            yield return Inherited(name, type, parent.GetResourceName(), parentUrn);
            foreach (var urn in own)
            {
                yield return urn.Apply(text =>
                    Inherited(Urn.Name(text), Urn.Type(text), parent.GetResourceName(), parentUrn));
            }
        }
    }

    /// <summary>
    /// A child's URN under an earlier parent. Children are often named after their parent, and then were named after the
    /// parent's earlier name, too.
    /// </summary>
    private static Output<string> Inherited(string childName, string childType, string parentName, Output<string> parentUrn)
    {
        var name = childName.StartsWith(parentName, StringComparison.Ordinal)
            ? parentUrn.Apply(urn => Urn.Name(urn) + childName[parentName.Length..])
            : Output.Create(childName);
        return Urn.Create(name, childType, parentUrn: parentUrn);
    }

    private static string? Conflict(Alias alias) => alias switch
    {
        { Name: not null } => nameof(Alias.Name),
        { Type: not null } => nameof(Alias.Type),
        { Project: not null } => nameof(Alias.Project),
        { Stack: not null } => nameof(Alias.Stack),
        { Parent: not null } => nameof(Alias.Parent),
        { ParentUrn: not null } => nameof(Alias.ParentUrn),
        { NoParent: true } => nameof(Alias.NoParent),
        _ => null,
    };
}
