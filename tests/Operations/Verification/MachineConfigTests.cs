using System.Text.Json;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Verification;

/// <summary>What Fly says of machines and secrets, held against what the state says.</summary>
public sealed class MachineConfigTests
{
    [Theory]
    [InlineData("\"90s\"", "90 s")]
    [InlineData("\"1m30s\"", "90 s")]
    [InlineData("\"1h0m5.5s\"", "3605.5 s")]
    [InlineData("\"250ms\"", "0.25 s")]
    [InlineData("90000000000", "90 s")]
    [InlineData("\"soon\"", "Fly's default")]
    public void A_duration_is_the_same_however_it_is_written(string json, string expected) =>
        Assert.Equal(expected, MachineConfigChecks.Seconds(JsonDocument.Parse(json).RootElement));

    [Fact]
    public void Machines_of_which_Fly_tells_no_configuration_are_not_judged() => Assert.Empty(MachineConfigChecks.Judge(
        "workers", "app", [Machine()], [new FleetMachine("m1", "m1", "iad", "started", 1, 1)]));

    [Fact]
    public void A_secret_that_has_another_digest_or_is_gone_was_changed_by_another_hand()
    {
        var result = Judge("""[{"name":"A","digest":"other","updated_at":"2026-11-01T00:00:00Z"}]""", "2026-11-02T00:00:00Z")[0];
        Assert.Equal((false, "A has another value; B is not there"), (result.Passed, result.Found));
        Assert.True(result.IsDeclared);
    }

    [Theory]
    [InlineData("2026-11-02T00:00:00Z", true, "1 of 1")]
    [InlineData("2026-10-31T00:00:00Z", false, "m1 began before A was set")]
    public void A_machine_that_began_before_a_secret_was_set_has_an_older_one(string began, bool passed, string found)
    {
        var results = Judge(
            """
            [{"name":"A","digest":"1","updated_at":"2026-11-01T00:00:00Z"},{"name":"B","digest":"1","updated_at":"2026-10-01T00:00:00Z"}]
            """,
            began);
        Assert.True(results[0].Passed, results[0].Found);
        Assert.Equal((passed, found), (results[1].Passed, results[1].Found));
    }

    private static List<CheckResult> Judge(string secrets, string began) =>
    [
        .. new SecretChecks("workers", "app", [Secret("A"), Secret("B")]).Judge(
            JsonDocument.Parse(secrets).RootElement,
            [new FleetMachine("m1", "m1", "iad", "started", 1, 1) { Began = DateTimeOffset.Parse(began, null) }]),
    ];

    private static DeclaredResource Secret(string name) =>
        new("urn", DeclaredResource.Secret, name, JsonDocument.Parse("""{"digest":"1"}""").RootElement) { ProviderId = $"app/{name}" };

    private static DeclaredResource Machine() =>
        new("urn", DeclaredResource.Machine, "m1", JsonDocument.Parse("""{"config":{"image":"a"}}""").RootElement);
}
