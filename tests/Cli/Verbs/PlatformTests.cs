using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PipAi.Cli.Rehearsal;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Drills;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>The verbs that work on what is deployed: documents, drills, the verification.</summary>
public sealed class PlatformTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    private string NoteFile => Path.Combine(pipai.Home, "drills", "prod.json");

    [Fact]
    public async Task A_documents_elements_are_the_answer_and_its_way_is_told_beside_it()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        pipai.Write("notes.md", "# Notes\n");
        Approved.Text((await platform.WorkingAsync(pipai, "document", pipai["notes.md"])).Ended(0).ToString());
        var json = (await platform.WorkingAsync(pipai, "document", pipai["notes.md"], "--json")).Ended(0).Json;
        Assert.Equal(ScriptedPlatform.Elements, JsonSerializer.Serialize(json).Replace("\\u003C", "<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_that_fails_is_told_with_the_reason()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        pipai.Write("bad.md", "");
        var failed = (await platform.WorkingAsync(pipai, "document", pipai["bad.md"])).Ended(1);
        Assert.Empty(failed.Output);
        Assert.Contains("it is no document", failed.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai logs --stack prod\n", failed.Errors, StringComparison.Ordinal);
        var missing = (await pipai.RunAsync("document", pipai["missing.md"])).Ended(2);
        Assert.Equal("error: There is no file '<checkout>/missing.md'.\n    ls '<checkout>'\n", missing.Errors);
    }

    [Fact]
    public async Task A_drill_tells_recovery_and_losses_and_takes_its_fault_back()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        await using var fly = new FaultyServer(new Reaction.Answer(200, Fleet()));
        pipai.Redirect(platform.Endpoints with { Ports = platform.Endpoints.Ports.SetItem(VendorNames.Fly, fly.Address.Port) });
        var report = (await platform.WorkingAsync(pipai, "drill", "region", "--skip-verify")).Ended(0);
        Approved.Text(Redacted(report));
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Output);

        var json = (await platform.WorkingAsync(pipai, "drill", "region", "--region", "ord", "--skip-verify", "--json")).Ended(0).Json;
        Assert.True(json.GetProperty("passed").GetBoolean());
        var run = json.GetProperty("drills")[0].GetProperty("runs")[0];
        Assert.Equal("ord", run.GetProperty("subject").GetString());
        Assert.Equal(120, run.GetProperty("target").GetDouble());
        Assert.Equal("inForce", run.GetProperty("timeline")[1].GetProperty("moment").GetString());
    }

    [Fact]
    public async Task A_drill_leaves_evidence_for_people_and_for_build_servers_and_a_sample()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        await using var fly = new FaultyServer(new Reaction.Answer(200, Fleet()));
        pipai.Redirect(platform.Endpoints with { Ports = platform.Endpoints.Ports.SetItem(VendorNames.Fly, fly.Address.Port) });
        var (page, junit) = (pipai["drill.html"], pipai["drill.xml"]);
        (await platform.WorkingAsync(
            pipai, "drill", "region", "--skip-verify", "--repeat", "2", "--report", page, "--junit", junit)).Ended(0);

        var cases = XDocument.Load(junit).Descendants("testcase").Select(one => one.Attribute("name")!.Value);
        Assert.Equal(["region iad 1", "region iad 2"], cases);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("Drills of prod <span class=\"ok\">passed</span>", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "<svg "));
        // Nothing of it is elsewhere: what an auditor keeps is all there is.
        Assert.DoesNotMatch("(src|href)=|@import|url\\(", html);
        var samples = (await File.ReadAllLinesAsync(
            Path.Combine(pipai.Home, "measurements", "prod.jsonl"), TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["drill: region", "drill: region"], samples.Select(sample => sample.GetProperty("part").GetString()));
        Assert.All(samples, sample => Assert.True(sample.GetProperty("recoverySeconds").GetDouble() > 0));
    }

    [Theory]
    [InlineData("release", "the control app")]
    [InlineData("model", "the models")]
    public async Task A_drill_of_what_is_not_there_yet_says_with_what_it_comes(string drill, string with)
    {
        var refused = (await pipai.RunAsync("drill", drill)).Ended(2);
        Assert.Contains($"The drill '{drill}' is not there yet: it comes with {with}", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai drill all --stack prod\n", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_that_is_interrupted_mends_what_it_broke_and_ends_with_8()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        var running = platform.WorkingAsync(pipai, "drill", "partition", "--part", "temporal", "--skip-verify");
        while (!File.Exists(NoteFile)) await Task.Delay(20, TestContext.Current.CancellationToken);
        pipai.Interrupt();

        (await running).Ended(8);
        Assert.False(File.Exists(NoteFile));
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Output);
    }

    [Fact]
    public async Task What_a_drill_that_died_has_broken_is_restored_by_the_next_command_and_not_while_it_runs()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        using var cloud = new LocalCloudClient(platform.Endpoints);
        var fault = new DrillFault(DrillFault.What.RegionCutOff, "iad");
        await new LocalDrillFaults(cloud).SetAsync(fault, TestContext.Current.CancellationToken);
        void Note(ProcessIdentity owner) => pipai.Write(
            "home/drills/prod.json",
            JsonSerializer.Serialize(
                new DrillNote("partition", "iad", DateTimeOffset.UnixEpoch, $"{owner.Id} {owner.Started}", [fault]),
                JsonSerializerOptions.Web));

        Note(ProcessIdentity.Current);
        Assert.Equal(3, (await pipai.RunAsync("cloud", "fault")).Ended(0).Output.Split('\n').Length - 1);
        Note(ProcessIdentity.Current with { Started = 1 });
        var next = (await pipai.RunAsync("cloud", "fault")).Ended(0);
        Assert.Equal("No fault holds.\n", next.Output);
        Assert.Equal(
            "A drill was cut off (partition of iad, 1970-01-01 00:00:00Z); what it had broken is restored.\n", next.Errors);
        Assert.False(File.Exists(NoteFile));
    }

    [Fact]
    public async Task A_drill_that_can_show_nothing_breaks_nothing()
    {
        await ScriptedPlatform.DeployAsync(pipai);
        var refused = (await pipai.RunAsync("drill", "region", "--region", "fra")).Ended(1);
        Assert.Empty(refused.Output);
        Assert.Contains("the stack declares no worker in 'fra'; it has workers in iad, ord", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai verify --stack prod\n", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Output);
    }

    [Fact]
    public async Task A_platform_without_machines_does_not_hold_what_it_declares()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        var verified = (await platform.WorkingAsync(pipai, "verify")).Ended(4);
        Assert.Matches(@"^\d+ of \d+ checks do not hold\.\n$", verified.Output);
        Assert.StartsWith(
            "Verifying (prod):\nworkers\n FAIL workers has 1 healthy in iad (expected 1; found 0 of 1 healthy)\n", verified.Errors,
            StringComparison.Ordinal);
        Assert.Contains(" ok   ", verified.Errors, StringComparison.Ordinal);
        Assert.Contains("    ./pipai up --refresh --stack prod\n", verified.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleProgram.Canary, verified.ToString(), StringComparison.Ordinal);

        var json = (await platform.WorkingAsync(pipai, "verify", "--json")).Ended(4).Json;
        Assert.False(json.GetProperty("passed").GetBoolean());
        var broken = json.GetProperty("checks").EnumerateArray().Count(check => !check.GetProperty("passed").GetBoolean());
        Assert.StartsWith($"{broken} of {json.GetProperty("checks").GetArrayLength()} ", verified.Output, StringComparison.Ordinal);
        var up = (await platform.WorkingAsync(pipai, "up", "--yes", "--json")).Ended(4).Json;
        Assert.Equal("unverified", up.GetProperty("result").GetString());
        Assert.Equal(broken, up.GetProperty("checks").EnumerateArray().Count(check => !check.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public async Task What_nobody_declared_is_removed_when_that_is_confirmed()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        await platform.PostToFlyAsync("/v1/apps/workers/secrets/BY_HAND", """{"value":"x"}""");
        Assert.Contains("workers/BY_HAND", (await platform.WorkingAsync(pipai, "verify")).Ended(4).Errors, StringComparison.Ordinal);
        Assert.Contains(
            "pass --yes", (await pipai.RunAsync("verify", "--remove", "workers/BY_HAND")).Ended(2).Errors, StringComparison.Ordinal);
        var unknown = (await pipai.RunAsync("verify", "--remove", "workers/BY_HAND", "--remove", "other", "--yes")).Ended(2);
        Assert.StartsWith(
            "error: 'other' is the id of nothing that nobody declared. Nothing was removed.", unknown.Errors, StringComparison.Ordinal);
        var refused = (await pipai.AnsweringAsync("no", "verify", "--remove", "workers/BY_HAND")).Ended(8);
        Assert.EndsWith("Remove this? [yes/no] ", refused.Errors, StringComparison.Ordinal);
        Assert.StartsWith("Removing ", refused.Errors, StringComparison.Ordinal);

        var removed = (await platform.WorkingAsync(pipai, "verify", "--remove", "workers/BY_HAND", "--yes")).Ended(4);
        Assert.DoesNotContain("nobody declared secret", removed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployed_platform_adds_its_own_variables()
    {
        foreach (var package in (string[])["aws", "fly", "temporalcloud", "vercel"])
        {
            pipai.Write($"infra/packages/{package}/schema.json", """{"name": "x", "version": "1.2.3"}""");
            pipai.Write($".artifacts/bin/pulumi-resource-{package}/debug/pulumi-resource-{package}", "");
        }

        var platform = await ScriptedPlatform.DeployAsync(pipai);
        var env = (await pipai.RunAsync("cloud", "env", "--json")).Ended(0).Json;
        Assert.StartsWith("pip-ai.", env.GetProperty("TEMPORAL_NAMESPACE").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            $"http://parser.fly.dev.localhost:{platform.Endpoints.Ports[VendorNames.Proxy]}",
            env.GetProperty("UNSTRUCTURED_SERVER_URL").GetString());
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("drill", "region")]
    [InlineData("document", "tests")]
    public async Task Without_a_deployed_platform_there_is_nothing_to_work_on(params string[] verb)
    {
        pipai.Write("file.md", "");
        string[] line = [.. verb.Select(word => word == "tests" ? pipai["file.md"] : word)];
        Assert.Contains("it has no local cloud", (await pipai.RunAsync(line)).Ended(1).Errors, StringComparison.Ordinal);
        await pipai.StartCloudAsync();
        (await pipai.RunAsync(line)).Ended(6);
        if (verb[0] != "document") (await pipai.RunAsync([.. line, "--stack", "prd"])).Ended(6);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    /// <summary>Without what differs from run to run: how much there was, and when.</summary>
    private static string Redacted(Outcome outcome) => Regex.Replace(
        Regex.Replace(outcome.ToString(), @"\d+ (sent|answered|to|failed|documents)\b", "<n> $1"), @"^ +([+-]?<time>) |\.*(?=[o!]$)", " $1",
        RegexOptions.Multiline);

    /// <summary>Every worker is there and well.</summary>
    private static string Fleet() => JsonSerializer.Serialize(((string[])["iad", "ord"]).Select(region => new
    {
        id = region,
        name = $"workers-{region}-1",
        region,
        state = "started",
        checks = (object[])[new { name = "health", status = "passing" }],
    }));
}
