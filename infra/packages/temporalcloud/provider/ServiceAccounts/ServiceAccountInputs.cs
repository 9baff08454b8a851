using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.Identity.V1;
using Permission = Temporalio.Api.Cloud.Identity.V1.NamespaceAccess.Types.Permission;
using Role = Temporalio.Api.Cloud.Identity.V1.AccountAccess.Types.Role;

namespace PipAi.Providers.TemporalCloud.ServiceAccounts;

/// <summary>Translates between the program's properties and Temporal Cloud's specification of a service account.</summary>
internal static class ServiceAccountInputs
{
    private const string DefaultRole = "read";

    private static readonly ImmutableArray<(string Name, Role Role)> Roles =
        [("none", Role.Unspecified), ("read", Role.Read), ("developer", Role.Developer), ("admin", Role.Admin)];

    private static readonly ImmutableArray<(string Name, Permission Permission)> Permissions =
        [("read", Permission.Read), ("write", Permission.Write), ("admin", Permission.Admin)];

    public static IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && name.Length is < 1 or > 64)
            yield return new CheckFailure("name", $"it has {name.Length} characters; a name has 1 to 64.");
        if (inputs.Text("accountRole") is { } role && Roles.All(r => r.Name != role))
            yield return new CheckFailure("accountRole", Choice(role, Roles.Select(r => r.Name)));
        var accesses = inputs.List("namespaceAccesses");
        for (var i = 0; i < accesses.Length; i++)
        {
            if (!accesses[i].TryGetMap(out var access)) continue;
            if (access.Text("permission") is { } permission && Permissions.All(p => p.Name != permission))
                yield return new CheckFailure($"namespaceAccesses[{i}].permission", Choice(permission, Permissions.Select(p => p.Name)));
            if (access.Text("namespaceId") is { } id && !id.Contains('.', StringComparison.Ordinal))
                yield return new CheckFailure(
                    $"namespaceAccesses[{i}].namespaceId", $"'{id}' must be <name>.<account>: the output namespaceId of a Namespace.");
        }
    }

    /// <summary>Writes the inputs over a specification; what is set elsewhere (custom roles) stays.</summary>
    public static ServiceAccountSpec Write(PropertyMap inputs, ServiceAccountSpec existing, string mark)
    {
        var spec = existing.Clone();
        spec.Name = inputs.RequiredText("name");
        spec.Description = mark.Length > 0 ? OwnershipTag.Describe(inputs.Text("description"), mark) : inputs.Text("description") ?? "";
        spec.Access ??= new Access();
        spec.Access.AccountAccess ??= new AccountAccess();
        spec.Access.AccountAccess.Role = Roles.First(role => role.Name == (inputs.Text("accountRole") ?? DefaultRole)).Role;
        spec.Access.NamespaceAccesses.Clear();
        foreach (var access in Accesses(inputs))
            spec.Access.NamespaceAccesses[access.RequiredText("namespaceId")] =
                new NamespaceAccess { Permission = Permissions.First(p => p.Name == access.RequiredText("permission")).Permission };
        return spec;
    }

    public static PropertyMap Read(ServiceAccountSpec spec) => Normal(PropertyMap.Empty
        .With("name", spec.Name)
        .With("description", OwnershipTag.Strip(spec.Description))
        .With(
            "accountRole", Roles.FirstOrDefault(role => role.Role == (spec.Access?.AccountAccess?.Role ?? Role.Unspecified)).Name ?? "none")
        .With(
            "namespaceAccesses",
            new PropertyValue((spec.Access?.NamespaceAccesses ?? []).Select(access => new PropertyValue(PropertyMap.Empty
                .With("namespaceId", access.Key)
                .With("permission", Permissions.FirstOrDefault(p => p.Permission == access.Value.Permission).Name)))
                .ToImmutableArray())));

    /// <summary>The form in which two spellings of the same account are equal: no defaults, accesses in one order.</summary>
    public static PropertyMap Normal(PropertyMap inputs)
    {
        var normal = inputs.WithoutNulls();
        if (normal.Text("accountRole") == DefaultRole) normal = normal.Remove("accountRole");
        if (normal.Text("description") == "") normal = normal.Remove("description");
        var accesses = normal.List("namespaceAccesses");
        if (accesses.Length == 0 && !normal.IsUnknown("namespaceAccesses")) return normal.Remove("namespaceAccesses");
        return accesses.All(access => !access.HasUnknowns())
            ? normal.With("namespaceAccesses", new PropertyValue(accesses.OrderBy(NamespaceOf, StringComparer.Ordinal).ToImmutableArray()))
            : normal;
    }

    private static IEnumerable<PropertyMap> Accesses(PropertyMap inputs)
    {
        foreach (var item in inputs.List("namespaceAccesses"))
            if (item.TryGetMap(out var access)) yield return access;
    }

    private static string NamespaceOf(PropertyValue access) => access.TryGetMap(out var map) ? map.Text("namespaceId") ?? "" : "";

    private static string Choice(string written, IEnumerable<string> allowed)
    {
        var names = allowed.ToArray();
        var hint = Spelling.DidYouMean(written, names);
        return $"'{written}' is not one of {string.Join(", ", names)}{(hint.Length > 0 ? hint : ".")}";
    }
}
