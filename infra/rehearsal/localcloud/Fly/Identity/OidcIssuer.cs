using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Identity;

/// <summary>
/// Fly's OpenID Connect issuer: signs the identity tokens of machines (RS256). The issuer
/// claim is Fly's own <c>https://oidc.fly.io/&lt;org&gt;</c>, so that trust policies are the ones of a real deployment; its keys
/// are also served under the Fly port, at <c>/oidc/&lt;org&gt;/.well-known/openid-configuration</c> and <c>/oidc/&lt;org&gt;/jwks</c>.
/// </summary>
public sealed class OidcIssuer : IDisposable
{
    /// <summary>What the issuer claim of every organisation begins with.</summary>
    public const string Issuers = "https://oidc.fly.io/";

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
    public static string IssuerOf(string organisation) => Issuers + organisation;

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

    private static string Thumbprint(RSA key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
