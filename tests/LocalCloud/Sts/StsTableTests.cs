using System.Net;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Tests.S3;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Sts;

public sealed class StsTableTests : IAsyncLifetime
{
    private readonly LocalS3 s3 = new();
    private readonly HttpClient http = new();
    private readonly StsService sts;

    public StsTableTests() => sts = new StsService(s3.Surroundings, s3.Provider);

    public async ValueTask InitializeAsync() => await sts.StartAsync(0, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await sts.DisposeAsync();
        await s3.DisposeAsync();
    }

    [Fact]
    public void The_README_shows_the_table() =>
        ReadmeSection.Matches("infra/rehearsal/localcloud/Sts/README.md", "offered", OfferedOperation.Markdown(StsTable.Offered));

    [Theory]
    [InlineData("AssumeRole", "&RoleArn=a", "InvalidAction", "AssumeRole")]
    [InlineData("AssumeRoleWithWebIdentity", "&RoleArn=a&Policy={}", "ValidationError", "Policy")]
    [InlineData("AssumeRoleWithWebIdentity", "&RoleArn=a&PolicyArns.member.1.arn=b", "ValidationError", "PolicyArns.member.1.arn")]
    [InlineData("GetCallerIdentity", "&Of=me", "ValidationError", "Of")]
    public async Task What_is_not_offered_is_refused_by_its_name(string action, string parameters, string code, string named)
    {
        using var content = new StringContent($"Action={action}&Version=2011-06-15{parameters}", null, "application/x-www-form-urlencoded");
        var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{sts.Port}/"), content, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", body, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/", "PUT")]
    [InlineData("POST", "/session", "/session")]
    public async Task Another_method_or_path_is_no_action(string method, string path, string named)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri($"http://127.0.0.1:{sts.Port}{path}?Action=GetCallerIdentity&Version=2011-06-15"));
        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True((int)answer.StatusCode is 404 or 405);
    }
}
