using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>The earlier URNs that a resource may have in the state.</summary>
internal static class AliasResolver
{
    /// <param name="request">The registration.</param>
    /// <param name="urn">The resource's URN today.</param>
    /// <param name="parentUrn">The parent's URN today; empty for none.</param>
    /// <param name="parentOldUrn">The URN under which the parent was found in the state, if that is another one; else null.</param>
    public static ImmutableArray<string> Of(RegisterResourceRequest request, Urn urn, string parentUrn, string? parentOldUrn)
    {
        var result = ImmutableArray.CreateBuilder<string>();
        result.AddRange(request.AliasURNs);
        foreach (var alias in request.Aliases)
        {
            if (alias.AliasCase == Alias.AliasOneofCase.Urn) result.Add(alias.Urn);
            else if (alias.Spec is { } spec) result.AddRange(OfSpec(spec, request, urn, parentUrn, parentOldUrn));
        }

        if (parentOldUrn is not null)
            result.Add(Under(urn.Stack, urn.Project, parentOldUrn, request.Type, Renamed(request.Name, parentUrn, parentOldUrn)));
        return [.. result.Where(alias => alias != urn.ToString()).Distinct()];
    }

    private static IEnumerable<string> OfSpec(
        Alias.Types.Spec spec, RegisterResourceRequest request, Urn urn, string parentUrn, string? parentOldUrn)
    {
        var stack = spec.Stack.Length == 0 ? urn.Stack : spec.Stack;
        var project = spec.Project.Length == 0 ? urn.Project : spec.Project;
        var type = spec.Type.Length == 0 ? request.Type : spec.Type;
        var name = spec.Name.Length == 0 ? request.Name : spec.Name;
        if (spec is { ParentCase: Alias.Types.Spec.ParentOneofCase.NoParent, NoParent: true })
        {
            yield return Under(stack, project, "", type, name);
        }
        else if (spec.ParentUrn.Length > 0)
        {
            yield return Under(stack, project, spec.ParentUrn, type, name);
        }
        else
        {
            yield return Under(stack, project, parentUrn, type, name);
            if (parentOldUrn is not null)
                yield return Under(
                    stack, project, parentOldUrn, type, spec.Name.Length == 0 ? Renamed(name, parentUrn, parentOldUrn) : name);
        }
    }

    private static string Under(string stack, string project, string parentUrn, string type, string name) =>
        Urn.Create(stack, project, parentUrn.Length == 0 ? "" : Urn.Parse(parentUrn).QualifiedType, type, name).ToString();

    /// <summary>A child that carries its parent's name was renamed with it.</summary>
    private static string Renamed(string name, string parentUrn, string parentOldUrn)
    {
        var (now, then) = (Urn.Parse(parentUrn).Name, Urn.Parse(parentOldUrn).Name);
        return now != then && name.StartsWith(now, StringComparison.Ordinal) ? then + name[now.Length..] : name;
    }
}
