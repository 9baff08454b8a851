using System.Text.Json;
using System.Xml.Linq;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.Sts;

/// <summary>What STS does: web identities become sessions, and callers learn who they are.</summary>
internal sealed class StsActions(RoleStore roles, WebIdentityTokens tokens, AccessKeys keys)
{
    private const string DefaultAudience = "sts.amazonaws.com";
    private static readonly XNamespace Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>AssumeRoleWithWebIdentity.</summary>
    /// <param name="parameters">RoleArn, RoleSessionName, WebIdentityToken, DurationSeconds.</param>
    /// <exception cref="AwsException">The token is bad, or the role does not trust its bearer.</exception>
    public XElement AssumeRoleWithWebIdentity(IReadOnlyDictionary<string, string> parameters)
    {
        var (arn, session) = (Require(parameters, "RoleArn"), Require(parameters, "RoleSessionName"));
        // The SDK sends the token file as it is, often with a line end.
        var token = Require(parameters, "WebIdentityToken").Trim();
        if (!tokens.TryVerify(token, out var claims, out var problem))
            throw problem == "it has expired"
                ? new AwsException(400, "ExpiredTokenException", "Token expired: it must be renewed before it is used.")
                : new AwsException(400, "InvalidIdentityToken", $"The web identity token cannot be used: {problem}.");
        if (roles.Find(arn[(arn.LastIndexOf('/') + 1)..]) is not { } role || role.Arn != arn
            || !TrustPolicy.Allows(role.TrustPolicy, claims) || !HasAudience(role, claims))
            throw new AwsException(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");

        var credentials = keys.Issue(
            $"arn:aws:sts::{AwsPrincipal.Account}:assumed-role/{role.Name}/{session}", $"{role.Id}:{session}",
            Duration(parameters, role), Region(claims));
        return Result(
            "AssumeRoleWithWebIdentity",
            Element("Credentials",
                Element("AccessKeyId", credentials.AccessKeyId),
                Element("SecretAccessKey", credentials.SecretAccessKey),
                Element("SessionToken", credentials.SessionToken),
                Element("Expiration", credentials.Expiration.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null))),
            Element("SubjectFromWebIdentityToken", claims["sub"].GetString()),
            Element("Audience", claims["aud"].ToString()),
            Element("Provider", claims["iss"].GetString()),
            Element("AssumedRoleUser",
                Element("AssumedRoleId", $"{role.Id}:{session}"),
                Element("Arn", $"arn:aws:sts::{AwsPrincipal.Account}:assumed-role/{role.Name}/{session}")));
    }

    /// <summary>The region of the machine that the bearer of a token is; null where the token is none of a machine's, or bad.</summary>
    public string? RegionOf(IReadOnlyDictionary<string, string> parameters) =>
        parameters.TryGetValue("WebIdentityToken", out var token) && tokens.TryVerify(token.Trim(), out var claims, out _)
            ? Region(claims) : null;

    /// <summary>GetCallerIdentity.</summary>
    public static XElement GetCallerIdentity(AwsPrincipal caller) => Result(
        "GetCallerIdentity",
        Element("Arn", caller.Arn),
        Element("UserId", caller.UserId),
        Element("Account", AwsPrincipal.Account));

    /// <summary>An error document.</summary>
    public static XElement Error(AwsException refusal) => Element(
        "ErrorResponse",
        Element("Error",
            Element("Type", refusal.Status < 500 ? "Sender" : "Receiver"),
            Element("Code", refusal.Code),
            Element("Message", refusal.Message)),
        Element("RequestId", Guid.NewGuid()));

    /// <summary>A policy without a condition on the audience still means tokens that were made for STS.</summary>
    private static bool HasAudience(Role role, IReadOnlyDictionary<string, JsonElement> claims) =>
        claims.TryGetValue("aud", out var audience)
        && (role.TrustPolicy.ToJsonString().Contains(":aud\"", StringComparison.Ordinal) || audience.ToString() == DefaultAudience);

    private static string? Region(IReadOnlyDictionary<string, JsonElement> claims) =>
        claims.TryGetValue("region", out var region) && region.ValueKind == JsonValueKind.String ? region.GetString() : null;

    private static TimeSpan Duration(IReadOnlyDictionary<string, string> parameters, Role role)
    {
        if (!parameters.TryGetValue("DurationSeconds", out var text)) return TimeSpan.FromHours(1);
        return int.TryParse(text, out var seconds) && seconds >= 900 && seconds <= role.MaxSessionDuration
            ? TimeSpan.FromSeconds(seconds)
            : throw new AwsException(400, "ValidationError",
                $"The requested DurationSeconds '{text}' is not from 900 to the MaxSessionDuration of this role, {role.MaxSessionDuration}.");
    }

    private static string Require(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new AwsException(
                400, "ValidationError", $"Value null at '{name}' failed to satisfy constraint: Member must not be null");

    private static XElement Result(string action, params object?[] content) => Element(
        $"{action}Response",
        Element($"{action}Result", content),
        Element("ResponseMetadata", Element("RequestId", Guid.NewGuid())));

    private static XElement Element(string name, params object?[] content) => new(Namespace + name, content);
}
