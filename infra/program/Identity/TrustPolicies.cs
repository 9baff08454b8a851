using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>Who may assume a role.</summary>
internal static class TrustPolicies
{
    /// <summary>A service of AWS.</summary>
    public static PolicyDocument OfService(string service) => new([
        new PolicyStatement
        {
            Sid = "Trust",
            PrincipalKind = "Service",
            Principal = service,
            Actions = ["sts:AssumeRole"],
        },
    ]);

    /// <summary>Bearers of an issuer's token, if it is for <paramref name="audience"/> and about <paramref name="subject"/>.</summary>
    public static PolicyDocument OfIssuer(Input<string> issuerArn, string issuer, string audience, string subject) => new([
        new PolicyStatement
        {
            Sid = "Trust",
            PrincipalKind = "Federated",
            Principal = issuerArn,
            Actions = ["sts:AssumeRoleWithWebIdentity"],
            Conditions =
            [
                new PolicyCondition("StringEquals", $"{issuer}:aud", audience),
                new PolicyCondition(
                    subject.Contains('*', StringComparison.Ordinal) ? "StringLike" : "StringEquals", $"{issuer}:sub", subject),
            ],
        },
    ]);
}
