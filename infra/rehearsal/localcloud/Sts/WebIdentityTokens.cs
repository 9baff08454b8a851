using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PipAi.LocalCloud.Sts;

/// <summary>Verifies the tokens of an OpenID Connect provider (JWT, RS256) by its public keys.</summary>
internal sealed class WebIdentityTokens(IdentityProvider provider, TimeProvider time)
{
    /// <summary>Verifies signature, issuer form and times of a token.</summary>
    /// <param name="token">The token in its compact form.</param>
    /// <param name="claims">Its claims when it is good (iss, aud, sub, app_name, machine_id, region, ...); else empty.</param>
    /// <param name="problem">Why it is not good; empty when it is.</param>
    public bool TryVerify(string token, out IReadOnlyDictionary<string, JsonElement> claims, out string problem)
    {
        claims = new Dictionary<string, JsonElement>();
        problem = "the token is not a signed JWT";
        var parts = token.Split('.');
        if (parts.Length != 3 || !TryDecode(parts[2], out var signature)) return false;
        if (Read(parts[0]) is not { } header || Read(parts[1]) is not { } payload) return false;

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        problem = Text(header, "alg") != "RS256"
            || !IsSigned(Text(header, "kid"), $"{parts[0]}.{parts[1]}", signature) ? "its signature is not one of this issuer"
            : Text(payload, "iss")?.StartsWith(provider.Issuers, StringComparison.Ordinal) is not true ? "its issuer is not Fly's"
            : !payload.TryGetValue("exp", out var expires) || expires.GetInt64() <= now ? "it has expired"
            : payload.TryGetValue("nbf", out var start) && start.GetInt64() > now ? "it is not valid yet" : "";
        if (problem.Length > 0) return false;
        claims = payload;
        return true;
    }

    private bool IsSigned(string? keyId, string text, byte[] signature)
    {
        if (provider.KeySet()["keys"]!.AsArray().FirstOrDefault(key => (string?)key!["kid"] == keyId) is not { } known) return false;
        using var key = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars((string)known["n"]!),
            Exponent = Base64Url.DecodeFromChars((string)known["e"]!),
        });
        return key.VerifyData(Encoding.ASCII.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string? Text(Dictionary<string, JsonElement> part, string name) =>
        part.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, JsonElement>? Read(string part)
    {
        try
        {
            return TryDecode(part, out var bytes) ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(bytes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(part)) return false;
        bytes = Base64Url.DecodeFromChars(part);
        return true;
    }
}
