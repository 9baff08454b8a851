using System.Security.Cryptography;
using System.Text;
using Temporalio.Api.Cloud.Identity.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Accounts;

/// <summary>An API key that was issued. Its token is shown once; only the token's hash is kept.</summary>
/// <param name="Key">What the API shows of it.</param>
/// <param name="Sha256">Hash of the token, in hexadecimal.</param>
internal sealed record IssuedKey(ApiKey Key, string Sha256)
{
    private const string TokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new token.</summary>
    public static string NewToken() => RandomNumberGenerator.GetString(TokenLetters, 64);

    /// <summary>The hash by which a token is recognised.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
