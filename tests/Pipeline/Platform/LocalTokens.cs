using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;

namespace PipAi.Pipeline.Tests.Platform;

/// <summary>The local token service, one role in it, and a machine's token in a file as Fly's init writes it.</summary>
public sealed class LocalTokens : IAsyncDisposable
{
    public const string RoleArn = "arn:aws:iam::000000000000:role/workers";
    private readonly StsService service;

    private LocalTokens(StsService service, string tokenFile) => (this.service, TokenFile) = (service, tokenFile);

    public string TokenFile { get; }

    public Uri Address => new($"http://127.0.0.1:{service.Port}");

    public static async Task<LocalTokens> StartAsync(LocalCloudContext surroundings, OidcIssuer issuer, string tokenFile)
    {
        var service = new StsService(surroundings, new(OidcIssuer.Issuers, issuer.KeySet));
        await service.StartAsync(0, CancellationToken.None);
        var tokens = new LocalTokens(service, tokenFile);
        await tokens.RegisterAsync(surroundings.Tokens);
        await File.WriteAllTextAsync(tokenFile, issuer.Issue(new Dictionary<string, object>
        {
            ["iss"] = "https://oidc.fly.io/pipai",
            ["aud"] = "sts.amazonaws.com",
            ["sub"] = "pipai:workers:m-1",
        }) + "\n");
        return tokens;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private async Task RegisterAsync(CloudTokens tokens)
    {
        using var deployer = new HttpClient { BaseAddress = Address };
        deployer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tokens.AwsAccessKeyId}:{tokens.AwsSecretAccessKey}")));
        var statement = new
        {
            Effect = "Allow",
            Action = "sts:AssumeRoleWithWebIdentity",
            Principal = new { Federated = "arn:aws:iam::000000000000:oidc-provider/oidc.fly.io/pipai" },
            Condition = new Dictionary<string, Dictionary<string, string>>
            {
                ["StringEquals"] = new() { ["oidc.fly.io/pipai:aud"] = "sts.amazonaws.com" },
                ["StringLike"] = new() { ["oidc.fly.io/pipai:sub"] = "pipai:workers:*" },
            },
        };
        var role = new
        {
            Arn = RoleArn,
            Id = "AROALOCAL",
            TrustPolicy = new { Version = "2012-10-17", Statement = new[] { statement } },
            Policies = new { documents = new { Statement = new[] { new { Effect = "Allow", Action = "s3:*", Resource = "*" } } } },
        };
        using var answer = await deployer.PutAsJsonAsync($"/roles/{RoleArn}", role, JsonSerializerOptions.Default);
        answer.EnsureSuccessStatusCode();
    }
}
