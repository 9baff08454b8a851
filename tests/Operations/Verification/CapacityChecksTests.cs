using System.Text.Json;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Verification;

/// <summary>What is left when a region is lost.</summary>
public sealed class CapacityChecksTests
{
    [Theory]
    // Declared are 4 in iad, 1 in ord, 1 in lax; two are needed.
    [InlineData("iad iad iad iad ord lax", "iad", true, "2: 1 in lax, 1 in ord", "./pipai status")]
    [InlineData("iad iad iad iad ord", "iad", false, "1: 1 in ord", "./pipai status")]
    [InlineData("ord lax", "ord", false, "1: 1 in lax", "./pipai status")]
    [InlineData("iad iad ord", "lax", true, "3: 2 in iad, 1 in ord", "./pipai status")]
    public void Workers_that_are_well_elsewhere_are_counted(string machines, string lost, bool passed, string found, string fix)
    {
        var result = Judge(SampleOutputs.Parsed(), machines).Single(check => check.Name == $"enough workers are left without {lost}");
        Assert.Equal((passed, found, fix, "2 or more"), (result.Passed, result.Found, result.Fix, result.Expected));
    }

    [Fact]
    public void Where_too_few_were_declared_the_setting_that_adds_enough_is_named()
    {
        var outputs = SampleOutputs.Parsed() with { WorkersNeeded = 4 };
        var result = Judge(outputs, "iad iad iad iad ord lax").Single(check => check.Name == "enough workers are left without iad");
        Assert.Equal((false, "./pipai config set --path workerRegions.lax 3"), (result.Passed, result.Fix));
    }

    [Theory]
    [InlineData("stopped", true, true, "1: 1 in ord, on demand")]
    [InlineData("stopped", false, false, "0")]
    [InlineData("started", true, false, "0")]
    public void A_machine_that_the_proxy_starts_is_there_when_it_is_stopped(string state, bool autostart, bool passed, string found)
    {
        using var config = JsonDocument.Parse($$"""{"services":[{"autostart":{{(autostart ? "true" : "false")}}}]}""");
        var standby = new FleetMachine("m", "m", "ord", state, 0, 1) { Config = config.RootElement };
        var result = CapacityChecks.Judge(SampleOutputs.Parsed(), [], [standby])
            .Single(check => check.Name == "enough parsers are left without iad");
        Assert.Equal((passed, found), (result.Passed, result.Found));
    }

    private static IEnumerable<CheckResult> Judge(PlatformOutputs outputs, string machines) => CapacityChecks.Judge(
        outputs, [.. machines.Split(' ').Select(region => new FleetMachine("m", "m", region, "started", 1, 1))],
        []);
}
