using System.Text.Json.Nodes;
using static PipAi.LocalCloud.Sts.PolicyJson;

namespace PipAi.LocalCloud.Sts;

/// <summary>Decides what a role's sessions may do: what some policy allows and none denies.</summary>
internal static class RolePolicies
{
    /// <summary>Whether the role allows an action on a resource.</summary>
    /// <param name="role">The role.</param>
    /// <param name="action">The action, such as <c>s3:GetObject</c>.</param>
    /// <param name="resource">The resource's ARN.</param>
    public static bool Allows(Role role, string action, string resource)
    {
        var matching = role.Policies.Values.SelectMany(Statements).Where(statement => Matches(statement, action, resource)).ToList();
        return matching.Exists(IsAllow) && matching.TrueForAll(IsAllow);
    }

    private static bool Matches(JsonObject statement, string action, string resource) =>
        Names(statement, "Action", action, ignoreCase: true)
        && Names(statement, "Resource", resource, ignoreCase: false)
        // Nothing is known of conditions here: they never widen what a session may do.
        && (statement["Condition"] is null || !IsAllow(statement));

    private static bool Names(JsonObject statement, string name, string value, bool ignoreCase)
    {
        bool IsListed(string list) => Items(statement[list]).Any(pattern => IsLike(value, Text(pattern), ignoreCase));
        return statement[name] is not null ? IsListed(name) : statement["Not" + name] is not null && !IsListed("Not" + name);
    }
}
