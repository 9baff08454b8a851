using System.Security.Cryptography;
using System.Text;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// Digest of a secret, 16 hex digits. Fly does not say how it makes its own; this one is keyed by the app, so that a client
/// which compares it with a hash of its own is wrong here too.
/// </summary>
internal static class SecretDigest
{
    /// <summary>Digest of a value in an app.</summary>
    public static string Of(string appId, string value) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret digest " + appId), Encoding.UTF8.GetBytes(value)))[..16];
}
