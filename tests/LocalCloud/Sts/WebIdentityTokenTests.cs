using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Sts;

namespace PipAi.LocalCloud.Tests.Sts;

/// <summary>Which tokens are believed: signed by a key of the issuer, about it, and good at this time.</summary>
public sealed class WebIdentityTokenTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private readonly RSA key = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);

    public void Dispose()
    {
        key.Dispose();
        other.Dispose();
    }

    [Theory]
    [InlineData(1, null, "")]
    [InlineData(3600, -60, "")]
    [InlineData(3600, 0, "")]
    [InlineData(0, null, "it has expired")]
    [InlineData(-1, null, "it has expired")]
    [InlineData(null, null, "it has expired")]
    [InlineData(3600, 1, "it is not valid yet")]
    public void A_token_is_good_from_when_to_when_it_says(int? expires, int? starts, string problem)
    {
        var claims = new JsonObject { ["iss"] = "https://oidc.fly.io/pip-ai", ["sub"] = "m" };
        if (expires is { } end) claims["exp"] = Now.ToUnixTimeSeconds() + end;
        if (starts is { } start) claims["nbf"] = Now.ToUnixTimeSeconds() + start;
        Assert.Equal(problem, Problem(Token(claims)));
    }

    [Theory]
    [InlineData("https://oidc.fly.io/pip-ai", "")]
    [InlineData("https://oidc.fly.io.evil.com/pip-ai", "its issuer is not Fly's")]
    [InlineData("http://oidc.fly.io/pip-ai", "its issuer is not Fly's")]
    [InlineData("", "its issuer is not Fly's")]
    public void A_token_is_of_an_issuer_that_is_known(string issuer, string problem) =>
        Assert.Equal(problem, Problem(Token(Claims(issuer))));

    [Theory]
    [InlineData("none", "k1")]
    [InlineData("HS256", "k1")]
    [InlineData("RS256", "k2")]
    public void A_token_is_signed_by_a_key_of_its_issuer(string algorithm, string id) =>
        Assert.Equal("its signature is not one of this issuer", Problem(Token(Claims(), algorithm, id)));

    [Fact]
    public void A_signature_of_another_key_and_a_changed_claim_are_seen()
    {
        Assert.Equal("its signature is not one of this issuer", Problem(Token(Claims(), signer: other)));
        var parts = Token(Claims()).Split('.');
        var changed = Claims();
        changed["sub"] = "another";
        Assert.Equal("its signature is not one of this issuer", Problem($"{parts[0]}.{Encoded(changed)}.{parts[2]}"));
        Assert.Equal("the token is not a signed JWT", Problem($"{parts[0]}.{parts[1]}"));
        Assert.Equal("the token is not a signed JWT", Problem("a.b.c!"));
        Assert.Equal("the token is not a signed JWT", Problem(""));
    }

    private static JsonObject Claims(string issuer = "https://oidc.fly.io/pip-ai") =>
        new() { ["iss"] = issuer, ["sub"] = "m", ["exp"] = Now.ToUnixTimeSeconds() + 60 };

    private string Token(JsonObject claims, string algorithm = "RS256", string id = "k1", RSA? signer = null)
    {
        var text = $"{Encoded(new JsonObject { ["alg"] = algorithm, ["kid"] = id })}.{Encoded(claims)}";
        var signature = (signer ?? key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private string Problem(string token)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var keys = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kid"] = "k1",
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
        var tokens = new WebIdentityTokens(new IdentityProvider("https://oidc.fly.io/", () => keys), new FakeTimeProvider(Now));
        var isGood = tokens.TryVerify(token, out var claims, out var problem);
        Assert.Equal((problem.Length == 0, problem.Length == 0), (isGood, claims.Count > 0));
        return problem;
    }

    private static string Encoded(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
