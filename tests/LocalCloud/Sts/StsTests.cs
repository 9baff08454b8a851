using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Tests.S3;

namespace PipAi.LocalCloud.Tests.Sts;

public sealed class StsTests : IAsyncLifetime
{
    private const string RoleArn = "arn:aws:iam::000000000000:role/workers";

    private readonly LocalS3 s3 = new();
    private readonly StsService sts;

    public StsTests() => sts = new StsService(s3.Surroundings);

    public async ValueTask InitializeAsync()
    {
        await s3.InitializeAsync();
        await sts.StartAsync(0, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await sts.DisposeAsync();
        await s3.DisposeAsync();
    }

    [Fact]
    public async Task A_machine_reaches_s3_with_its_identity_token()
    {
        await RegisterAsync();
        var bucket = await s3.BucketAsync();

        var session = (await AssumeAsync(Token() + "\n")).Credentials;
        var client = s3.Client(credentials: session);
        await LocalS3.PutAsync(client, bucket, "k", "x");

        Assert.Equal("x", await LocalS3.ReadAsync(client, bucket, "k"));
        Assert.InRange(session.Expiration!.Value, DateTime.UtcNow.AddMinutes(55), DateTime.UtcNow.AddMinutes(65));
        var identity = await Client(session).GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.Equal(("000000000000", "arn:aws:sts::000000000000:assumed-role/workers/m-1"), (identity.Account, identity.Arn));
    }

    [Theory]
    [InlineData("pipai:other-app:m-1", "sts.amazonaws.com")]
    [InlineData("pipai:pip-ai-temporal-workers:m-1", "https://fly.io/pipai")]
    public async Task A_token_that_the_role_does_not_trust_is_refused(string subject, string audience)
    {
        await RegisterAsync();
        var refusal = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(Token(subject, audience)));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (refusal.StatusCode, refusal.ErrorCode));
    }

    [Fact]
    public async Task An_unregistered_role_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(Token()));
        Assert.Equal("AccessDenied", refusal.ErrorCode);
    }

    [Fact]
    public async Task A_forged_token_is_refused()
    {
        await RegisterAsync();
        var parts = Token().Split('.');
        var forged = $"{parts[0]}.{Token("pipai:pip-ai-temporal-workers:other").Split('.')[1]}.{parts[2]}";
        await Assert.ThrowsAnyAsync<InvalidIdentityTokenException>(() => AssumeAsync(forged));
    }

    [Fact]
    public async Task A_session_key_needs_its_own_token()
    {
        await RegisterAsync();
        var session = (await AssumeAsync(Token())).Credentials;
        var withoutToken = s3.Client(credentials: new BasicAWSCredentials(session.AccessKeyId, session.SecretAccessKey));
        var withOther = s3.Client(credentials: new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken + "x"));
        Assert.Equal("InvalidAccessKeyId", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => withoutToken.ListBucketsAsync())).ErrorCode);
        Assert.Equal("InvalidToken", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => withOther.ListBucketsAsync())).ErrorCode);
    }

    [Fact]
    public async Task Roles_are_registered_by_the_deployer_only_and_until_they_are_removed()
    {
        using var stranger = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sts.Port}") };
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.DeleteAsync(new Uri($"/roles/{RoleArn}", UriKind.Relative))).StatusCode);

        await RegisterAsync();
        await AssumeAsync(Token());
        using var deployer = Deployer();
        (await deployer.DeleteAsync(new Uri($"/roles/{RoleArn}", UriKind.Relative))).EnsureSuccessStatusCode();
        await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(Token()));
    }

    private string Token(string subject = "pipai:pip-ai-temporal-workers:m-1", string audience = "sts.amazonaws.com") =>
        s3.Surroundings.Identity.Issue(new Dictionary<string, object>
        {
            ["iss"] = "https://oidc.fly.io/pipai",
            ["aud"] = audience,
            ["sub"] = subject,
        });

    private Task<AssumeRoleWithWebIdentityResponse> AssumeAsync(string token) =>
        Client(new AnonymousAWSCredentials()).AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = RoleArn,
            RoleSessionName = "m-1",
            WebIdentityToken = token,
        });

    private AmazonSecurityTokenServiceClient Client(AWSCredentials credentials) => new(
        credentials,
        new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = $"http://127.0.0.1:{sts.Port}",
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    private async Task RegisterAsync()
    {
        using var deployer = Deployer();
        var role = new
        {
            Arn = RoleArn,
            Id = "AROALOCAL",
            TrustPolicy = new
            {
                Version = "2012-10-17",
                Statement = new[]
                {
                    new
                    {
                        Effect = "Allow",
                        Action = "sts:AssumeRoleWithWebIdentity",
                        Principal = new { Federated = "arn:aws:iam::000000000000:oidc-provider/oidc.fly.io/pipai" },
                        Condition = new Dictionary<string, Dictionary<string, string>>
                        {
                            ["StringEquals"] = new() { ["oidc.fly.io/pipai:aud"] = "sts.amazonaws.com" },
                            ["StringLike"] = new() { ["oidc.fly.io/pipai:sub"] = "pipai:pip-ai-temporal-workers:*" },
                        },
                    },
                },
            },
        };
        (await deployer.PutAsJsonAsync($"/roles/{RoleArn}", role)).EnsureSuccessStatusCode();
    }

    private HttpClient Deployer()
    {
        var tokens = s3.Surroundings.Tokens;
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sts.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}")));
        return client;
    }
}
