using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Signatures;

/// <summary>
/// The credentials that the local cloud knows: its one long-lived access key, and the sessions that STS issued. A session
/// token carries its own claims under a signature, so that sessions outlive a restart and nothing has to be stored.
/// </summary>
/// <param name="accessKeyId">The long-lived access key id of the rehearsal.</param>
/// <param name="secretAccessKey">Its secret; also the key that session tokens are signed with.</param>
/// <param name="time">Tells when a session has expired.</param>
internal sealed class AccessKeys(string accessKeyId, string secretAccessKey, TimeProvider time)
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(secretAccessKey);

    /// <summary>The keys of a local cloud.</summary>
    public static AccessKeys Of(LocalCloudContext surroundings) =>
        new(surroundings.Tokens.AwsAccessKeyId, surroundings.Tokens.AwsSecretAccessKey, surroundings.Time);

    private sealed record Session(string AccessKeyId, string Arn, string UserId, long Expires, string? Place = null);

    /// <summary>Issues credentials for an assumed role.</summary>
    /// <param name="assumedRoleArn">The role, and the session's name.</param>
    /// <param name="userId">The session's unique id.</param>
    /// <param name="duration">How long they are good.</param>
    /// <param name="place">From where they are asked for, as far as the caller has proved it: a Fly region.</param>
    public SessionCredentials Issue(string assumedRoleArn, string userId, TimeSpan duration, string? place = null)
    {
        var id = "ASIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + duration).ToUnixTimeSeconds());
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Session(id, assumedRoleArn, userId, expires.ToUnixTimeSeconds(), place));
        return new SessionCredentials
        {
            AccessKeyId = id,
            SecretAccessKey = SecretOf(id),
            SessionToken = $"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, claims))}",
            Expiration = expires,
        };
    }

    /// <summary>Whose key this is.</summary>
    /// <exception cref="AwsException">The key is unknown, or its session token is missing, forged or expired.</exception>
    public AwsPrincipal Find(string id, string? sessionToken)
    {
        if (id == accessKeyId)
            return new AwsPrincipal($"arn:aws:iam::{AwsPrincipal.Account}:user/rehearsal", id, secretAccessKey);
        if (string.IsNullOrEmpty(sessionToken))
            throw new AwsException(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");

        var session = Open(sessionToken);
        if (session is null || session.AccessKeyId != id)
            throw new AwsException(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        if (time.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(session.Expires))
            throw new AwsException(400, "ExpiredToken", "The provided token has expired.");
        return new AwsPrincipal(session.Arn, session.UserId, SecretOf(id));
    }

    /// <summary>
    /// From where a session was asked for, and where its requests are taken to come from; null where that is not known. Machines of other
    /// regions never share one.
    /// </summary>
    public string? PlaceOf(string? sessionToken) => string.IsNullOrEmpty(sessionToken) ? null : Open(sessionToken)?.Place;

    private Session? Open(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 2 || !Base64Url.IsValid(parts[0]) || !Base64Url.IsValid(parts[1])) return null;
        var claims = Base64Url.DecodeFromChars(parts[0]);
        var signature = Base64Url.DecodeFromChars(parts[1]);
        return CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(key, claims))
            ? JsonSerializer.Deserialize<Session>(claims)
            : null;
    }

    private string SecretOf(string sessionKeyId) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"secret of {sessionKeyId}")))[..40];
}
