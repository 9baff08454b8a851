using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Fly.Identity;

/// <summary>
/// Fly's OpenID Connect issuer: signs the identity tokens of machines (RS256) and verifies them for the local STS. The issuer
/// claim is Fly's own <c>https://oidc.fly.io/&lt;org&gt;</c>, so that trust policies are the ones of a real deployment; its keys
/// are also served under the Fly port, at <c>/oidc/&lt;org&gt;/.well-known/openid-configuration</c> and <c>/oidc/&lt;org&gt;/jwks</c>.
/// </summary>
public sealed class OidcIssuer : IDisposable
{
    /// <summary>How long a token lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lazy<RSA> key;
    private readonly Lock signing = new();
    private readonly TimeProvider time;

    private OidcIssuer(string file, TimeProvider time) => (key, this.time) = (new Lazy<RSA>(() => OpenKey(file)), time);

    /// <summary>Name of the signing key in token headers and key set.</summary>
    public string KeyId => Thumbprint(key.Value);

    /// <summary>Opens the issuer of a folder; its key is made when it is first needed, and kept.</summary>
    public static OidcIssuer Open(string directory, TimeProvider time) =>
        new(Path.Combine(Directory.CreateDirectory(directory).FullName, "oidc-key.pem"), time);

    /// <summary>The issuer claim of an organisation.</summary>
    public static string IssuerOf(string organisation) => $"https://oidc.fly.io/{organisation}";

    /// <summary>Signs a token; iat, nbf, exp and jti are added.</summary>
    /// <param name="claims">The machine's claims, with iss, aud and sub.</param>
    public string Issue(IReadOnlyDictionary<string, object> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new SortedDictionary<string, object>(claims.ToDictionary(), StringComparer.Ordinal)
        {
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)Lifetime.TotalSeconds,
            ["jti"] = Guid.NewGuid().ToString(),
        };
        var header = new SortedDictionary<string, object> { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(payload)}";
        lock (signing)
        {
            var signature = key.Value.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{signed}.{Base64Url.EncodeToString(signature)}";
        }
    }

    /// <summary>Verifies signature, issuer form and times of a token.</summary>
    /// <param name="token">The token in its compact form.</param>
    /// <param name="claims">Its claims when it is good (iss, aud, sub, app_name, machine_id, region, ...); else empty.</param>
    /// <param name="problem">Why it is not good; empty when it is.</param>
    public bool TryVerify(string token, out IReadOnlyDictionary<string, JsonElement> claims, out string problem)
    {
        ArgumentNullException.ThrowIfNull(token);
        claims = new Dictionary<string, JsonElement>();
        problem = "the token is not a signed JWT";
        var parts = token.Split('.');
        if (parts.Length != 3 || !TryDecode(parts[2], out var signature)) return false;
        if (Read(parts[0]) is not { } header || Read(parts[1]) is not { } payload) return false;

        var known = Text(header, "alg") == "RS256" && Text(header, "kid") == KeyId && IsSigned($"{parts[0]}.{parts[1]}", signature);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        problem = !known ? "its signature is not one of this issuer"
            : Text(payload, "iss")?.StartsWith(IssuerOf(""), StringComparison.Ordinal) is not true ? "its issuer is not Fly's"
            : !payload.TryGetValue("exp", out var expires) || expires.GetInt64() <= now ? "it has expired"
            : payload.TryGetValue("nbf", out var start) && start.GetInt64() > now ? "it is not valid yet" : "";
        if (problem.Length > 0) return false;
        claims = payload;
        return true;
    }

    /// <summary>The public key set (JWKS).</summary>
    public JsonObject KeySet()
    {
        var parameters = key.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (key.IsValueCreated) key.Value.Dispose();
    }

    private static RSA OpenKey(string file)
    {
        var key = RSA.Create(2048);
        if (File.Exists(file)) key.ImportFromPem(File.ReadAllText(file));
        else AtomicFile.Write(file, Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return key;
    }

    private bool IsSigned(string text, byte[] signature)
    {
        lock (signing)
        {
            return key.Value.VerifyData(Encoding.ASCII.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private static string Thumbprint(RSA key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

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
