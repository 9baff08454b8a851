using System.Text.Json;
using System.Text.Json.Nodes;
using static PipAi.LocalCloud.Sts.PolicyJson;

namespace PipAi.LocalCloud.Sts;

/// <summary>Decides whether a role's trust policy lets a web identity in. What it does not understand lets nobody in.</summary>
internal static class TrustPolicy
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";

    /// <summary>Whether the identity may assume the role: some statement allows it and none denies it.</summary>
    /// <param name="policy">The trust policy.</param>
    /// <param name="claims">The verified claims of the identity's token.</param>
    public static bool Allows(JsonObject policy, IReadOnlyDictionary<string, JsonElement> claims)
    {
        var issuer = claims["iss"].GetString()!["https://".Length..];
        var matching = Statements(policy).Where(statement => Matches(statement, issuer, claims)).ToList();
        return matching.Exists(IsAllow) && matching.TrueForAll(IsAllow);
    }

    /// <summary>Whether a service of AWS, such as <c>s3.amazonaws.com</c>, may assume the role.</summary>
    public static bool AllowsService(JsonObject policy, string service)
    {
        var matching = Statements(policy)
            .Where(statement => Items(statement["Action"]).Any(action => IsLike("sts:AssumeRole", Text(action), ignoreCase: true))
                && statement["Principal"] is JsonObject principal
                && Items(principal["Service"]).Any(name => Text(name) == service))
            .ToList();
        return matching.Exists(IsAllow) && matching.TrueForAll(IsAllow);
    }

    private static bool Matches(JsonObject statement, string issuer, IReadOnlyDictionary<string, JsonElement> claims) =>
        Items(statement["Action"]).Any(action => IsLike(Action, Text(action), ignoreCase: true))
        && Items(statement["Principal"] is JsonObject principal ? principal["Federated"] : statement["Principal"])
            .Any(federated => Text(federated) == "*" || Text(federated).EndsWith($":oidc-provider/{issuer}", StringComparison.Ordinal))
        && (statement["Condition"] as JsonObject ?? []).All(operation => Holds(operation.Key, operation.Value, issuer, claims));

    private static bool Holds(string operation, JsonNode? keys, string issuer, IReadOnlyDictionary<string, JsonElement> claims) =>
        keys is JsonObject tests && tests.All(test =>
        {
            if (!test.Key.StartsWith(issuer + ":", StringComparison.OrdinalIgnoreCase)) return false;
            var actual = claims.TryGetValue(test.Key[(issuer.Length + 1)..], out var claim) ? Values(claim) : [];
            var wanted = Items(test.Value).Select(Text).ToList();
            return operation switch
            {
                "StringEquals" => actual.Any(value => wanted.Contains(value, StringComparer.Ordinal)),
                "StringNotEquals" => !actual.Any(value => wanted.Contains(value, StringComparer.Ordinal)),
                "StringLike" => actual.Any(value => wanted.Exists(pattern => IsLike(value, pattern))),
                _ => false,
            };
        });

    private static IReadOnlyList<string> Values(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.String => [claim.GetString()!],
        JsonValueKind.Array => [.. claim.EnumerateArray().Select(item => item.ToString())],
        _ => [claim.ToString()],
    };
}
