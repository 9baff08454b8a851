using PipAi.Aws.Tests;
using PipAi.Providers.Vercel;
using PipAi.Testing;

namespace PipAi.Vercel.Tests;

/// <summary>
/// What the network and Vercel do wrong, on a bare socket: what is repeated, how long is waited, what is said in the end.
/// </summary>
public sealed class FaultTests
{
    // A call without a limit of its own would hang for ever.
    private const int Longest = 60_000;
    private const string Project = "vercel:index/project:Project";
    private static readonly Reaction Good = new Reaction.Answer(200, """{"id":"prj_1","name":"front","accountId":"team_1"}""");

    /// <summary>Name, what happens, seconds that are waited at least.</summary>
    public static TheoryData<string, Reaction[], double> Passing => new()
    {
        { "429 with Retry-After", [new Reaction.Answer(429, "{}", "Retry-After: 9"), Good], 9 },
        { "429 with a date", [new Reaction.Answer(429, "{}", $"Retry-After: {DateTimeOffset.UtcNow.AddSeconds(60):R}"), Good], 30 },
        { "429 without", [new Reaction.Answer(429), new Reaction.Answer(429), new Reaction.Answer(429), Good], 3.5 },
        {
            "a burst",
            [new Reaction.Answer(500), new Reaction.Answer(502, "<html>"), new Reaction.Answer(503, ""), new Reaction.Answer(504), Good],
            7.5
        },
        { "a hanging connection", [new Reaction.Hang(), Good], 30 },
        { "resets", [new Reaction.Reset(), new Reaction.Reset(), Good], 1.5 },
        { "invalid JSON", [new Reaction.Answer(200, "<html>"), new Reaction.Answer(200, "{\"id\":"), Good], 1.5 },
    };

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_for_and_the_call_repeated(string what, Reaction[] reactions, double seconds)
    {
        using var time = new HurriedTime();
        await using var server = new FaultyServer(reactions) { Hanging = time.Strike };
        using var provider = Provider(server, time);
        var started = time.GetTimestamp();
        var read = await new Driver(provider).ReadAsync(new Created(Project, "it", "prj_1", PropertyMap.Empty, PropertyMap.Empty))
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("prj_1", read.Id);
        Assert.Equal(
            reactions.Length, server.Requests.Count(request => request.StartsWith("GET /v9/projects/prj_1", StringComparison.Ordinal)));
        Assert.True(time.GetElapsedTime(started).TotalSeconds >= seconds, $"{what}: waited {time.GetElapsedTime(started)}");
    }

    [Fact(Timeout = Longest)]
    public async Task Vercel_is_not_waited_for_longer_than_a_minute_whatever_it_asks()
    {
        using var time = new HurriedTime(200);
        await using var server = new FaultyServer(new Reaction.Answer(429, "{}", "Retry-After: 3600"), Good);
        using var provider = Provider(server, time);
        var started = time.GetTimestamp();
        await new Driver(provider).ReadAsync(new Created(Project, "it", "prj_1", PropertyMap.Empty, PropertyMap.Empty)).WaitAsync(
            TestContext.Current.CancellationToken);
        Assert.InRange(time.GetElapsedTime(started).TotalSeconds, 60, 3599);
    }

    /// <summary>What happens again and again, and what is said of it.</summary>
    public static TheoryData<Reaction, string> Lasting => new()
    {
        {
            new Reaction.Answer(200, "<html>We will be back"),
            "Vercel's answer to GET v9/projects/prj_1 is not what it should be. It begins: <html>We will be back"
        },
        { new Reaction.Answer(200, "[]"), "Vercel's answer to GET v9/projects/prj_1 is not what it should be. It begins: []" },
        {
            new Reaction.Answer(503, "{\"error\":{\"code\":\"x\",\"message\":\"too busy\"}}"),
            "Vercel refused GET v9/projects/prj_1 with 503: too busy"
        },
        { new Reaction.Reset(), "Vercel did not answer GET v9/projects/prj_1: " },
        { new Reaction.Hang(), "Vercel did not answer GET v9/projects/prj_1: no answer within 30 s" },
    };

    [Theory(Timeout = Longest)]
    [MemberData(nameof(Lasting))]
    public async Task What_does_not_pass_is_told_with_the_call_and_what_came(Reaction reaction, string said)
    {
        using var time = new HurriedTime(200);
        await using var server = new FaultyServer(reaction) { Hanging = time.Strike };
        using var provider = Provider(server, time);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            new Driver(provider).ReadAsync(new Created(Project, "it", "prj_1", PropertyMap.Empty, PropertyMap.Empty)).WaitAsync(
                TestContext.Current.CancellationToken));
        Assert.StartsWith(said, failure.Message, StringComparison.Ordinal);
        Assert.Equal(7, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task A_refusal_is_final(int status)
    {
        await using var server = new FaultyServer(new Reaction.Answer(status, """{"error":{"code":"c","message":"the reason"}}"""), Good);
        using var provider = Provider(server, TimeProvider.System);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new Driver(provider).CreateAsync(Project, """{"name":"front"}"""));
        Assert.EndsWith($"with {status}: the reason", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    private static VercelProvider Provider(FaultyServer server, TimeProvider time) => new(
        name => name switch { "VERCEL_BASE_URL" => server.Address.AbsoluteUri, "VERCEL_API_TOKEN" => "token", _ => null }, time);
}
