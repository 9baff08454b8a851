using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Tests.S3;

namespace PipAi.LocalCloud.Tests.Sts;

public sealed class StsTests : IAsyncLifetime
{
    private const string RoleArn = "arn:aws:iam::000000000000:role/workers";

    private readonly LocalS3 s3 = new();
    private readonly StsService sts;

    public StsTests() => sts = new StsService(s3.Surroundings, s3.Provider);

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
    public async Task A_region_that_is_cut_off_reaches_neither_and_the_others_reach_both()
    {
        await RegisterAsync();
        var bucket = await s3.BucketAsync();
        var (cut, other) = (
            (await AssumeAsync(Token(region: "iad"))).Credentials, (await AssumeAsync(Token(region: "ord"))).Credentials);
        foreach (var service in (string[])["s3", "sts"])
            s3.Faults.Add(new Fault { Id = service, Service = service, Region = "iad", Effect = new FaultEffect.Dark() });

        await Assert.ThrowsAnyAsync<Exception>(() => LocalS3.PutAsync(s3.Client(credentials: cut), bucket, "k", "x"));
        await Assert.ThrowsAnyAsync<Exception>(() => AssumeAsync(Token(region: "iad")));
        await LocalS3.PutAsync(s3.Client(credentials: other), bucket, "k", "x");
        await AssumeAsync(Token(region: "ord"));
        // Who deploys is in no region.
        await LocalS3.PutAsync(s3.Client(), bucket, "k", "x");

        foreach (var service in (string[])["s3", "sts"]) s3.Faults.Remove(service);
        await LocalS3.PutAsync(s3.Client(credentials: cut), bucket, "k", "x");
        await AssumeAsync(Token(region: "iad"));
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
        var withOther = s3.Client(
            credentials: new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken + "x"));
        Assert.Equal(
            "InvalidAccessKeyId", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => withoutToken.ListBucketsAsync())).ErrorCode);
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

    [Fact]
    public async Task A_session_may_do_what_the_policies_of_its_role_allow_and_nothing_else()
    {
        await RegisterAsync();
        var (mine, other) = (await s3.BucketAsync(versioned: true), await s3.BucketAsync());
        await PutPolicyAsync($$"""
            {"Statement":[
              {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::{{mine}}/documents/*"},
              {"Effect":"Allow","Action":"s3:ListBucket","Resource":["arn:aws:s3:::{{mine}}"]},
              {"Effect":"Deny","Action":"s3:Put*","Resource":"arn:aws:s3:::{{mine}}/documents/locked/*"}]}
            """);
        var client = s3.Client(credentials: (await AssumeAsync(Token())).Credentials);

        var version = (await LocalS3.PutAsync(client, mine, "documents/a", "x")).VersionId;
        Assert.Equal("x", await LocalS3.ReadAsync(client, mine, "documents/a"));
        await client.GetObjectMetadataAsync(mine, "documents/a");
        await client.ListObjectsV2Async(new() { BucketName = mine });
        await client.CopyObjectAsync(mine, "documents/a", mine, "documents/b");
        Func<Task>[] forbidden =
        [
            () => LocalS3.PutAsync(client, mine, "other/a", "x"),
            () => LocalS3.PutAsync(client, mine, "documents/locked/a", "x"),
            () => LocalS3.PutAsync(client, other, "documents/a", "x"),
            () => LocalS3.ReadAsync(client, mine, "documents/a", version),
            () => client.DeleteObjectAsync(mine, "documents/a"),
            () => client.DeleteObjectsAsync(new() { BucketName = mine, Objects = [new() { Key = "documents/a" }] }),
            () => client.CopyObjectAsync(other, "secret", mine, "documents/c"),
            () => client.ListVersionsAsync(mine),
            () =>
                client.PutBucketVersioningAsync(new() { BucketName = mine, VersioningConfig = new() { Status = VersionStatus.Suspended } }),
        ];
        foreach (var call in forbidden) await LocalS3.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied", call);
    }

    [Fact]
    public async Task A_session_ends_when_it_expires()
    {
        await RegisterAsync();
        var session = (await AssumeAsync(Token(), 900)).Credentials;
        await using var later = new StsService(s3.Surroundings with { Time = new ShiftedTime(TimeSpan.FromMinutes(10)) }, s3.Provider);
        await later.StartAsync(0, TestContext.Current.CancellationToken);
        await Client(session, later.Port).GetCallerIdentityAsync(new GetCallerIdentityRequest());
        await using var muchLater = new StsService(s3.Surroundings with { Time = new ShiftedTime(TimeSpan.FromMinutes(14)) }, s3.Provider);
        await using var earlier = new StsService(s3.Surroundings with { Time = new ShiftedTime(TimeSpan.FromMinutes(-14)) }, s3.Provider);
        await muchLater.StartAsync(0, TestContext.Current.CancellationToken);
        await earlier.StartAsync(0, TestContext.Current.CancellationToken);

        // Issued by a clock that is 14 minutes slow, the session has one minute left; a fast clock says that it is over.
        using var slow = s3.IssuerAt(new ShiftedTime(TimeSpan.FromMinutes(-14)));
        var old = (await AssumeAsync(Token(issuer: slow), 900, earlier.Port)).Credentials;
        await Client(old).GetCallerIdentityAsync(new GetCallerIdentityRequest());
        var refusal = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() =>
            Client(old, muchLater.Port).GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        Assert.Equal("ExpiredToken", refusal.ErrorCode);
    }

    private string Token(
        string subject = "pipai:pip-ai-temporal-workers:m-1", string audience = "sts.amazonaws.com", OidcIssuer? issuer = null,
        string region = "ord") =>
        (issuer ?? s3.Issuer).Issue(new Dictionary<string, object>
        {
            ["iss"] = "https://oidc.fly.io/pipai",
            ["aud"] = audience,
            ["sub"] = subject,
            ["region"] = region,
        });

    private Task<AssumeRoleWithWebIdentityResponse> AssumeAsync(string token, int? seconds = null, int? port = null) =>
        Client(new AnonymousAWSCredentials(), port).AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = RoleArn,
            RoleSessionName = "m-1",
            WebIdentityToken = token,
            DurationSeconds = seconds,
        });

    private AmazonSecurityTokenServiceClient Client(AWSCredentials credentials, int? port = null) => new(
        credentials,
        new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = $"http://127.0.0.1:{port ?? sts.Port}",
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    private async Task RegisterAsync()
    {
        using var deployer = Deployer();
        const string Role = """
            {"Arn":"arn:aws:iam::000000000000:role/workers","Id":"AROALOCAL","Policies":{"all":{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}},
            "TrustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
            "Principal":{"Federated":"arn:aws:iam::000000000000:oidc-provider/oidc.fly.io/pipai"},
            "Condition":{"StringEquals":{"oidc.fly.io/pipai:aud":"sts.amazonaws.com"},
            "StringLike":{"oidc.fly.io/pipai:sub":"pipai:pip-ai-temporal-workers:*"}}}]}}
            """;
        using var content = new StringContent(Role, Encoding.UTF8, "application/json");
        (await deployer.PutAsync(new Uri($"/roles/{RoleArn}", UriKind.Relative), content)).EnsureSuccessStatusCode();
    }

    private async Task PutPolicyAsync(string policy)
    {
        using var deployer = Deployer();
        using var content = new StringContent(policy, Encoding.UTF8, "application/json");
        (await deployer.PutAsync(new Uri("/role-policies/workers/all", UriKind.Relative), content)).EnsureSuccessStatusCode();
    }

    private HttpClient Deployer()
    {
        var tokens = s3.Surroundings.Tokens;
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sts.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}")));
        return client;
    }

    /// <summary>A clock that is fast or slow.</summary>
    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
