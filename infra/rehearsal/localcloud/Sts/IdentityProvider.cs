using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Sts;

/// <summary>An OpenID Connect provider whose tokens STS takes.</summary>
/// <param name="Issuers">What the issuer claim of its tokens begins with.</param>
/// <param name="KeySet">Its public keys now (JWKS, RFC 7517), RSA keys with their ids.</param>
public sealed record IdentityProvider(string Issuers, Func<JsonObject> KeySet);
