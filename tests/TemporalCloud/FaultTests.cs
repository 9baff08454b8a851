using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Providers.TemporalCloud.Api;
using PipAi.TemporalCloud.Tests.Support;
using PipAi.Testing;

namespace PipAi.TemporalCloud.Tests;

/// <summary>
/// What the network and Temporal Cloud do wrong: what is repeated, what is said in the end, and that nothing is made twice.
/// </summary>
public sealed class FaultTests(LocalTemporal cloud) : IClassFixture<LocalTemporal>, IDisposable
{
    private const string Account = "temporalcloud:index:ServiceAccount";

    // Far more than any call takes, on a busy machine, too.
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);
    private readonly HurriedTime time = new();

    /// <summary>Name of the account, the fault of its creation, how often.</summary>
    public static TheoryData<string, FaultEffect, int> Passing => new()
    {
        { "rate-limit", new FaultEffect.Status(429), 3 },
        { "rate-limit-told", new FaultEffect.Status(429, TimeSpan.FromSeconds(1)), 2 },
        { "burst-500", new FaultEffect.Status(500), 3 },
        { "burst-502", new FaultEffect.Status(502), 3 },
        { "burst-503", new FaultEffect.Status(503), 5 },
        { "answers-lost", new FaultEffect.LoseAnswer(), 2 },
        { "dropped", new FaultEffect.Dark(), 2 },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_waited_for_and_one_account_is_made(string name, FaultEffect effect, int times)
    {
        cloud.Faults.Add(
            new Fault { Id = name, Service = VendorNames.Temporal, Operation = "CreateServiceAccount", Effect = effect, Times = times });
        var run = Run();
        var made = await run.CreateAsync(Account, name, Props.Of(("name", name)));
        Assert.NotEqual("", made.Id);
        Assert.DoesNotContain(cloud.Faults.Faults, fault => fault.Id == name);
        // A second one of this name would be found here, and reported.
        Assert.Equal(made.Id, (await Run().CreateAsync(Account, name, Props.Of(("name", name)))).Id);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_asked_for_again()
    {
        cloud.Faults.Add(
            new Fault
            {
                Id = "hang",
                Service = VendorNames.Temporal,
                Operation = "CreateServiceAccount",
                Effect = new FaultEffect.Lag(TimeSpan.FromMinutes(5)),
                Times = 1,
            });
        // The limit of the call that hangs, and of the others, which may be slow.
        var made = await Run(TimeSpan.FromSeconds(4)).CreateAsync(Account, "hanging", Props.Of(("name", "hanging")));
        Assert.NotEqual("", made.Id);
        Assert.DoesNotContain(cloud.Faults.Faults, fault => fault.Id == "hang");
        Assert.Equal(made.Id, (await Run().CreateAsync(Account, "hanging", Props.Of(("name", "hanging")))).Id);
    }

    [Theory]
    [InlineData(400, "InvalidArgument")]
    [InlineData(401, "Unauthenticated")]
    [InlineData(403, "PermissionDenied")]
    public async Task A_refusal_is_final(int status, string code)
    {
        var name = $"refused-{status}";
        // A second try would pass.
        cloud.Faults.Add(
            new Fault
            {
                Id = name,
                Service = VendorNames.Temporal,
                Operation = "CreateServiceAccount",
                Effect = new FaultEffect.Status(status),
                Times = 1,
            });
        var failure = await Assert.ThrowsAsync<CloudApiException>(() => Run().CreateAsync(Account, name, Props.Of(("name", name))));
        Assert.StartsWith(
            $"Temporal Cloud could not create service account '{name}' ({code}): refused by a scripted fault (status {status}).",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_answers_but_is_not_Temporal_Cloud_is_told_with_the_call()
    {
        await using var server = new FaultyServer(new Reaction.Answer(200, "<html>We will be back"));
        var run = cloud.Run(endpoint: server.Address.Authority, time: time, callTimeout: Patient);
        var failure = await Assert.ThrowsAsync<CloudApiException>(() => run.CreateAsync(Account, "nowhere", Props.Of(("name", "nowhere"))));
        Assert.StartsWith("Temporal Cloud could not ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("There was no answer; check the network and the endpoint", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => time.Dispose();

    private ProviderRun Run(TimeSpan? callTimeout = null) => cloud.Run(time: time, callTimeout: callTimeout ?? Patient);
}
