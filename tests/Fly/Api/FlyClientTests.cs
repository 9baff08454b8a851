using PipAi.Fly.Tests.Support;
using PipAi.Providers.Fly.Api;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Api;

/// <summary>The HTTP client: tokens, repetition, rate limits, words of errors.</summary>
public sealed class FlyClientTests
{
    private static readonly FlyRequest Read = new(HttpMethod.Get, "apps/demo", "read app 'demo'");
    private static readonly FlyRequest Create = new(HttpMethod.Post, "apps", "create app 'demo'");

    [Theory]
    [InlineData("fo1_abc", "Bearer fo1_abc")]
    [InlineData("FlyV1 fm2_abc,fm2_def", "FlyV1 fm2_abc,fm2_def")]
    [InlineData("fm2_abc", "FlyV1 fm2_abc")]
    [InlineData("Bearer fo1_abc", "Bearer fo1_abc")]
    [InlineData(" fm1r_x ", "FlyV1 fm1r_x")]
    public void A_token_goes_with_the_scheme_it_needs(string pasted, string header) =>
        Assert.Equal(header, FlyAuthorization.Header(pasted).ToString());

    [Fact]
    public async Task A_read_is_repeated_after_server_errors()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("GET /apps/demo", _ => ScriptedAnswer.Ok(new System.Text.Json.Nodes.JsonObject()));
        fly.On("GET /apps/demo", _ => ScriptedAnswer.Error(503, "unavailable"), times: 3);
        using var client = fly.Client();
        Assert.NotNull(await client.SendAsync(Read, CancellationToken.None));
        Assert.Equal(4, fly.Count("GET /apps/demo"));
    }

    [Fact]
    public async Task A_create_is_not_repeated_after_a_server_error_since_it_may_have_happened()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("POST /apps", _ => ScriptedAnswer.Error(502, "bad gateway"));
        using var client = fly.Client();
        var failure = await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Create, CancellationToken.None));
        Assert.True(failure.OutcomeUnknown);
        Assert.Equal(1, fly.Count("POST /apps"));
    }

    [Fact]
    public async Task A_create_over_the_rate_limit_is_repeated_no_sooner_than_Fly_asks()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("POST /apps", _ => ScriptedAnswer.Ok());
        fly.On("POST /apps", _ => ScriptedAnswer.Error(429, "rate limit") with { RetryAfter = 8 }, times: 1);
        using var client = fly.Client();
        var started = fly.Time.GetTimestamp();
        await client.SendAsync(Create, CancellationToken.None);
        Assert.Equal(2, fly.Count("POST /apps"));
        Assert.True(fly.Time.GetElapsedTime(started) >= TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task No_answer_in_time_is_an_unknown_outcome()
    {
        await using var fly = await ScriptedFly.StartAsync();
        using var never = new ManualResetEventSlim();
        fly.On("POST /apps", _ =>
        {
            fly.Time.Strike();
            never.Wait(TimeSpan.FromSeconds(60));
            return ScriptedAnswer.Ok();
        });
        using var client = fly.Client();
        var failure = await Assert.ThrowsAsync<FlyApiException>(
            () => client.SendAsync(Create with { Timeout = TimeSpan.FromSeconds(8) }, CancellationToken.None));
        never.Set();
        Assert.Equal(FlyFailure.Unreachable, failure.Failure);
    }

    [Fact]
    public async Task Each_failure_says_what_why_and_how_to_mend_it()
    {
        await using var fly = await ScriptedFly.StartAsync();
        (int Status, string Said, string? Code)[] failures =
        [
            (400, "invalid guest", null), (401, "unauthorized", null), (403, "not authorized", null),
            (403, "organization is over the allowed quota", null), (404, "app not found", null),
            (409, "machine ID 1 lease currently held by x@y, expires at z", null),
            (409, "could not reserve resource for machine: insufficient memory", null), (412, "stale machine version", null),
            (422, "Name has already been taken", "name_taken"),
        ];
        using var client = fly.Client();
        var texts = new List<string>();
        foreach (var (status, said, code) in failures)
        {
            fly.On("POST /apps", _ => ScriptedAnswer.Error(status, said, code));
            texts.Add((await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Create, CancellationToken.None))).Message);
        }

        fly.On("POST /apps", _ => new ScriptedAnswer(500, null) { Raw = "<html>oops</html>" });
        texts.Add((await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Create, CancellationToken.None))).Message);
        Approved.Text(string.Join("\n\n", texts));
    }

    [Fact]
    public async Task A_missing_token_is_named_before_anything_is_sent()
    {
        await using var fly = await ScriptedFly.StartAsync();
        using var run = fly.Run(token: null);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => run.CreateAsync("fly:index:App", "app", Props.Of(("name", "demo"))));
        Assert.Contains("export FLY_API_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fly.Requests);
    }
}
