using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.Signatures;
using PipAi.LocalCloud.Sts;

namespace PipAi.LocalCloud.S3.Permissions;

/// <summary>Holds sessions of roles to the policies of their role; the deployer's own key may do everything.</summary>
internal sealed class RolePermissions(RoleStore roles)
{
    /// <summary>Refuses what the caller's role does not allow.</summary>
    /// <exception cref="AwsException"><c>AccessDenied</c>, naming who, what and where, as S3 does.</exception>
    public void Verify(AwsPrincipal caller, S3Request request)
    {
        if (caller.Role is not { } name) return;
        var role = roles.Find(name);
        foreach (var action in S3Action.Of(request))
            if (role is null || !RolePolicies.Allows(role, action.Name, action.Resource))
                throw new AwsException(403, "AccessDenied",
                    $"User: {caller.Arn} is not authorized to perform: {action.Name} on resource: \"{action.Resource}\" because no "
                    + "identity-based policy allows the action");
    }
}
