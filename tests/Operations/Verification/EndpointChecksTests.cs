using System.Net;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Verification;

/// <summary>Whether the public endpoints answer, and with what.</summary>
public sealed class EndpointChecksTests
{
    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(301, false)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task Success_alone_is_an_answer(int status, bool passed)
    {
        var results = await RunAsync(address => address.AbsolutePath == "/healthcheck" ? (HttpStatusCode)status : HttpStatusCode.OK);
        Assert.Equal(
            [
                "https://pip-ai-temporal-workers.fly.dev/health answers", "https://pip-ai-unstructured-simple.fly.dev/healthcheck answers",
                "https://pip-ai-unstructured-simple.fly.dev/performance-stats answers", "https://pip-ai.vercel.app/api/health answers",
            ],
            results.Select(result => result.Name));
        Assert.Equal([true, passed, true, true], results.Select(result => result.Passed));
        Assert.StartsWith($"{status} in ", results[1].Evidence, StringComparison.Ordinal);
        Assert.Equal("./pipai status", results[1].Fix);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_fails_and_the_others_are_asked_nonetheless()
    {
        var results = await RunAsync(
            address => address.AbsolutePath == "/health" ? throw new HttpRequestException("refused") : HttpStatusCode.OK);
        Assert.Equal([false, true, true, true], results.Select(result => result.Passed));
        Assert.Equal("refused", results[0].Evidence);
    }

    [Fact]
    public async Task One_that_does_not_answer_in_time_fails()
    {
        var results = await RunAsync(address => address.AbsolutePath == "/api/health"
            ? throw new TaskCanceledException("no answer within 10 s") : HttpStatusCode.OK);
        Assert.Equal([true, true, true, false], results.Select(result => result.Passed));
    }

    private static async Task<List<CheckResult>> RunAsync(Func<Uri, HttpStatusCode> answer)
    {
        await using var s3 = await ScriptedS3.StartAsync();
        using var http = new HttpClient(new Answering(answer));
        return [.. await new EndpointChecks(SampleOutputs.Parsed(), s3.Access, http).RunAsync(TestContext.Current.CancellationToken)];
    }

    /// <summary>The endpoints, in this process.</summary>
    private sealed class Answering(Func<Uri, HttpStatusCode> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer(request.RequestUri!)));
    }
}
