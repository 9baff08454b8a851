namespace PipAi.LocalCloud.Signatures;

/// <summary>Who signed a request.</summary>
/// <param name="Arn">The caller's ARN, as GetCallerIdentity tells it.</param>
/// <param name="UserId">The caller's unique id: an access key id, or <c>role id:session name</c>.</param>
/// <param name="Secret">The secret access key that the request must be signed with.</param>
internal sealed record AwsPrincipal(string Arn, string UserId, string Secret)
{
    /// <summary>The account of everything in the local cloud.</summary>
    public const string Account = "000000000000";

    /// <summary>The role whose session this is; null for the deployer, who may do everything.</summary>
    public string? Role =>
        Arn.Split('/') is [var kind, var role, _] && kind.EndsWith(":assumed-role", StringComparison.Ordinal) ? role : null;
}
