using System.Text.Json.Nodes;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Settings;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Api;

/// <summary>What the network and Fly do wrong, on a bare socket: what is repeated, how long is waited, what is said in the end.</summary>
public sealed class FaultTests
{
    // A call without a limit of its own would hang for ever.
    private const int Longest = 60_000;
    private static readonly Reaction Good = new Reaction.Answer(200);
    private static readonly FlyRequest Read = new(HttpMethod.Get, "apps/demo", "read app 'demo'") { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly FlyRequest Create = new(HttpMethod.Post, "apps", "create app 'demo'") { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Name, what happens, seconds that are waited at least.</summary>
    public static TheoryData<string, Reaction[], double> Passing => new()
    {
        { "429 with Retry-After", [new Reaction.Answer(429, "{}", "Retry-After: 9"), Good], 9 },
        { "429 with a date", [new Reaction.Answer(429, "{}", $"Retry-After: {DateTimeOffset.UtcNow.AddSeconds(60):R}"), Good], 30 },
        { "429 without", [new Reaction.Answer(429), new Reaction.Answer(429), new Reaction.Answer(429), Good], 1.3 },
        {
            "a burst",
            [new Reaction.Answer(500), new Reaction.Answer(502, "<html>"), new Reaction.Answer(503, ""), new Reaction.Answer(504), Good],
            2.8
        },
        { "a hanging connection", [new Reaction.Hang(), Good], 10 },
        { "resets", [new Reaction.Reset(), new Reaction.Reset(), Good], 0.5 },
        { "invalid JSON", [new Reaction.Answer(200, "<html>"), new Reaction.Answer(200, "{\"name\":"), Good], 0.5 },
    };

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_for_and_the_read_repeated(string what, Reaction[] reactions, double seconds)
    {
        using var time = new HurriedTime();
        await using var fly = new FaultyServer(reactions) { Hanging = time.Strike };
        using var client = Client(fly, time);
        var started = time.GetTimestamp();
        Assert.NotNull(await client.SendAsync(Read, TestContext.Current.CancellationToken));
        Assert.Equal(reactions.Length, fly.Requests.Count);
        Assert.True(time.GetElapsedTime(started).TotalSeconds >= seconds, $"{what}: waited {time.GetElapsedTime(started)}");
    }

    [Fact(Timeout = Longest)]
    public async Task Fly_is_not_waited_for_longer_than_a_minute_whatever_it_asks()
    {
        using var time = new HurriedTime(200);
        await using var fly = new FaultyServer(new Reaction.Answer(429, "{}", "Retry-After: 3600"), Good);
        using var client = Client(fly, time);
        var started = time.GetTimestamp();
        Assert.NotNull(await client.SendAsync(Read, TestContext.Current.CancellationToken));
        Assert.InRange(time.GetElapsedTime(started).TotalSeconds, 60, 3599);
    }

    [Fact]
    public async Task A_request_too_many_is_no_quota_whatever_its_words_are()
    {
        using var time = new HurriedTime(100);
        await using var fly = new FaultyServer(new Reaction.Answer(429, """{"error":"rate limit reached for your quota"}"""));
        using var client = Client(fly, time);
        var failure = await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Create, TestContext.Current.CancellationToken));
        Assert.Equal(FlyFailure.RateLimited, failure.Failure);
        Assert.EndsWith(
            "Too many requests for longer than this tool waits; run again in a minute.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A change, and a request about what it changed.</summary>
    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "POST", "apps", "{}", "apps/demo" },
        { "POST", "apps", "{}", "apps/demo/machines" },
        { "POST", "apps/demo/machines", """{"id":"17"}""", "apps/demo/machines/17/wait?state=started" },
        { "POST", "apps/demo/machines/17", "{}", "apps/demo/machines/17" },
        { "POST", "apps/demo/machines/17/start", "{}", "apps/demo/machines/17/wait?state=started" },
        { "POST", "apps/demo/volumes", """{"id":"vol_1"}""", "apps/demo/volumes/vol_1" },
    };

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Changes))]
    public async Task What_was_changed_a_moment_ago_and_is_not_known_everywhere_yet_is_asked_for_again(
        string method, string path, string answer, string about)
    {
        using var time = new HurriedTime();
        await using var fly = new FaultyServer(new Reaction.Answer(200, answer), new Reaction.Answer(404), new Reaction.Answer(404), Good);
        using var client = Client(fly, time);
        await client.SendAsync(
            new(new HttpMethod(method), path, "change it") { Body = new JsonObject { ["app_name"] = "demo" } },
            TestContext.Current.CancellationToken);
        Assert.NotNull(await client.SendAsync(new(HttpMethod.Get, about, "read it"), TestContext.Current.CancellationToken));
        Assert.Equal(4, fly.Requests.Count);
    }

    [Theory(Timeout = Longest)]
    [InlineData("POST", "apps/other/machines/17")]
    [InlineData("DELETE", "apps/demo/machines/17")]
    [InlineData("GET", "apps/demo/machines/17")]
    public async Task What_was_not_changed_or_was_deleted_is_missing_at_once(string method, string path)
    {
        await using var fly = new FaultyServer(new Reaction.Answer(200), new Reaction.Answer(404), Good);
        using var client = Client(fly, TimeProvider.System);
        await client.SendAsync(new(new HttpMethod(method), path, "change it"), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<FlyApiException>(
            () => client.SendAsync(new(HttpMethod.Get, "apps/demo/machines/17", "read it"), TestContext.Current.CancellationToken));
        Assert.Equal(FlyFailure.NotFound, failure.Failure);
        Assert.Equal(2, fly.Requests.Count);
    }

    [Fact(Timeout = Longest)]
    public async Task What_is_missing_long_after_its_change_is_missing()
    {
        using var time = new HurriedTime(40);
        await using var fly = new FaultyServer(new Reaction.Answer(200), new Reaction.Answer(404));
        using var client = Client(fly, time);
        await client.SendAsync(new(HttpMethod.Post, "apps/demo/machines/17", "change it"), TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<FlyApiException>(
            () => client.SendAsync(new(HttpMethod.Get, "apps/demo/machines/17", "read it"), TestContext.Current.CancellationToken));
        Assert.Equal(FlyFailure.NotFound, failure.Failure);
        Assert.InRange(fly.Requests.Count, 3, 8);
    }

    /// <summary>Name, what happens, requests that are made of a creation.</summary>
    public static TheoryData<string, Reaction, int> Unknown => new()
    {
        { "500", new Reaction.Answer(500), 1 },
        { "a hanging connection", new Reaction.Hang(), 1 },
        { "a reset", new Reaction.Reset(), 1 },
        { "invalid JSON", new Reaction.Answer(200, "<html>"), 1 },
        { "429", new Reaction.Answer(429), 7 },
    };

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Unknown))]
    public async Task A_creation_that_may_have_happened_is_not_repeated_blindly(string what, Reaction reaction, int requests)
    {
        using var time = new HurriedTime(40);
        await using var fly = new FaultyServer(reaction) { Hanging = time.Strike };
        using var client = Client(fly, time);
        var failure = await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Create, TestContext.Current.CancellationToken));
        Assert.Equal(requests, fly.Requests.Count);
        Assert.Equal(what != "429", failure.OutcomeUnknown);
        Assert.StartsWith("Fly could not create app 'demo'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_JSON_is_told_with_the_call_and_what_came()
    {
        using var time = new HurriedTime(100);
        await using var fly = new FaultyServer(new Reaction.Answer(200, "<html>We will be back"));
        using var client = Client(fly, time);
        var failure = await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Read, TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "Fly could not read app 'demo': the answer is not JSON. It begins: <html>We will be back.", failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refusal_is_final(int status)
    {
        await using var fly = new FaultyServer(new Reaction.Answer(status, """{"error":"the reason"}"""), Good);
        using var client = Client(fly, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<FlyApiException>(() => client.SendAsync(Read, TestContext.Current.CancellationToken));
        Assert.StartsWith($"Fly could not read app 'demo' (HTTP {status}): the reason.", failure.Message, StringComparison.Ordinal);
        Assert.Single(fly.Requests);
    }

    private static FlyClient Client(FaultyServer fly, TimeProvider time) =>
        new(new SocketsHttpHandler(), new FlySettings { Token = "token", Endpoint = fly.Address }, time, () => 0.5);
}
