using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Sts;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class IdentityTests
{
    private const string App = "workers";

    [Fact]
    public async Task A_machine_with_a_role_has_a_token_of_the_issuer_that_is_renewed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var fly = await LocalFly.WithAppAsync(App, time);
        var id = await fly.LaunchAsync(App, "worker-iad-1", config: ""","env":{"AWS_ROLE_ARN":"arn:aws:iam::000000000000:role/workers"}""");
        var file = Path.Combine(fly.Directory, "fly", "machines", id, ".fly", "oidc_token");
        var token = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.True(fly.WebIdentities.TryVerify(token, out var claims, out var problem), problem);
        Approved.Text(
            string.Join(
                '\n',
                claims.Where(claim => claim.Key is not ("jti" or "machine_version" or "app_id")).Select(
                    claim => $"{claim.Key}: {claim.Value}"))
                .Replace(id, "<id>", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/env/AWS_WEB_IDENTITY_TOKEN_FILE") == file);

        time.Advance(MachineRenewal);
        await Eventually.TrueAsync(async () => await File.ReadAllTextAsync(file) != token);
        time.Advance(MachineRenewal);
        Assert.False(fly.WebIdentities.TryVerify(token, out _, out problem));
        Assert.Equal("it has expired", problem);
    }

    [Fact]
    public void A_token_of_another_issuer_or_a_changed_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var issuer = OidcIssuer.Open(folder["a"], TimeProvider.System);
        using var other = OidcIssuer.Open(folder["b"], TimeProvider.System);
        var claims = new Dictionary<string, object>
        {
            ["iss"] = OidcIssuer.IssuerOf("pip"),
            ["aud"] = "sts.amazonaws.com",
            ["sub"] = "pip:workers:w",
        };
        var token = issuer.Issue(claims);
        var tokens = new WebIdentityTokens(new(OidcIssuer.Issuers, issuer.KeySet), TimeProvider.System);

        Assert.True(tokens.TryVerify(token, out _, out _));
        Assert.False(tokens.TryVerify(other.Issue(claims), out _, out var problem));
        Assert.Equal("its signature is not one of this issuer", problem);
        Assert.False(
            tokens.TryVerify(
                token.Replace(token.Split('.')[1], other.Issue(claims).Split('.')[1], StringComparison.Ordinal), out _, out problem));
        Assert.Equal("its signature is not one of this issuer", problem);
        Assert.False(tokens.TryVerify("nonsense", out _, out problem));
        Assert.Equal("the token is not a signed JWT", problem);
    }

    private static TimeSpan MachineRenewal => OidcIssuer.Lifetime / 2;
}
