using System.Collections.Immutable;
using static Temporalio.Api.Cloud.Identity.V1.AccountAccess.Types;
using static Temporalio.Api.Cloud.Identity.V1.NamespaceAccess.Types;

namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>Who makes a call, and what it may do: the owner of the API key that came with it.</summary>
/// <param name="Id">The service account's id, or a fixed name for the administrator of the local cloud.</param>
/// <param name="Role">The role in the account as a whole.</param>
/// <param name="Namespaces">What it may do in single namespaces, by namespace id.</param>
internal sealed record Principal(string Id, Role Role, ImmutableDictionary<string, Permission> Namespaces)
{
    /// <summary>The holder of the token that the local cloud itself hands out.</summary>
    public static Principal Administrator { get; } = new("local-cloud-administrator", Role.Owner, []);

    /// <summary>Whether it may change the account: namespaces, service accounts and the keys of others.</summary>
    public bool ManagesAccount => Role is Role.Owner or Role.Admin;

    /// <summary>Whether it may do something that needs <paramref name="needed"/> in a namespace.</summary>
    public bool MayUse(string namespaceId, Permission needed)
    {
        if (ManagesAccount) return true;
        var granted = Namespaces.GetValueOrDefault(namespaceId, Role is Role.Read ? Permission.Read : Permission.Unspecified);
        return needed is Permission.Read ? granted is not Permission.Unspecified : granted is Permission.Write or Permission.Admin;
    }
}
