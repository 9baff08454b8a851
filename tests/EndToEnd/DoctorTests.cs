using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PipAi.EndToEnd.Tests;

/// <summary>`doctor` as a user runs it: what it finds, what it asks, what it mends.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Urn = "urn:pulumi:staging::pip-ai::fly:index:App::lost";
    private const string Provider = "urn:pulumi:staging::pip-ai::pulumi:providers:fly::default";
    private readonly Pipai pipai = new();

    private string StateFile => Path.Combine(pipai.Home, ".pulumi", "stacks", "pip-ai", "staging.json");

    private string Locks => Path.Combine(pipai.Home, ".pulumi", "locks", "organization", "pip-ai", "staging");

    [Fact]
    public async Task A_lock_of_a_dead_process_is_named_and_removed_also_where_there_is_no_state_yet()
    {
        await LeaveLockAsync();
        var found = (await DoctorAsync()).Ended(1);
        Assert.Contains("The stack is locked by process 999999999 since 2026-01-02", found.Output, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai doctor --yes --stack staging", found.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Locks));

        var mended = (await DoctorAsync("--yes", "--json")).Ended(0).Json;
        Assert.True(mended.GetProperty("healthy").GetBoolean());
        Assert.True(Assert.Single(mended.GetProperty("findings").EnumerateArray()).GetProperty("mended").GetBoolean());
        Assert.Empty(Directory.GetFiles(Locks));
        Assert.Equal("Nothing is wrong with stack 'staging'.", (await DoctorAsync()).Ended(0).Output);
    }

    [Fact]
    public async Task A_run_at_work_is_left_alone()
    {
        await LeaveLockAsync(Environment.ProcessId);
        Assert.Contains("another run is at work", (await DoctorAsync("--yes")).Ended(1).Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Locks));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public async Task A_torn_state_gives_way_to_its_copy(double left)
    {
        await ImportAsync(Document());
        await ImportAsync(Document());
        var whole = await File.ReadAllTextAsync(StateFile);
        await File.WriteAllTextAsync(StateFile, whole[..(int)(whole.Length * left)]);
        var refused = (await pipai.RunAsync("stack", "output", "--stack", "staging")).Ended(1);
        Assert.EndsWith("./pipai doctor --stack staging", refused.Errors, StringComparison.Ordinal);

        var found = (await DoctorAsync("--json")).Ended(1).Json;
        Assert.False(found.GetProperty("healthy").GetBoolean());
        var finding = Assert.Single(found.GetProperty("findings").EnumerateArray());
        Assert.Contains("is damaged", finding.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("./pipai doctor --yes --stack staging", finding.GetProperty("mend").GetString());

        Assert.Contains("Restored the copy of", (await DoctorAsync("--yes")).Ended(0).Output, StringComparison.Ordinal);
        (await pipai.RunAsync("stack", "output", "--stack", "staging")).Ended(0);
        Assert.Contains(
            Directory.GetFiles(Path.Combine(pipai.Home, ".pulumi", "backups"), "*", SearchOption.AllDirectories),
            copy => new FileInfo(copy).Length < whole.Length);
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_named_and_left_alone()
    {
        await ImportAsync(Document());
        var newer = (await File.ReadAllTextAsync(StateFile)).Replace("{\"version\":3,", "{\"version\":5,", StringComparison.Ordinal);
        await File.WriteAllTextAsync(StateFile, newer);
        Assert.Contains("is of version 5", (await DoctorAsync("--yes")).Ended(1).Output, StringComparison.Ordinal);
        Assert.Equal(newer, await File.ReadAllTextAsync(StateFile));
    }

    [Fact]
    public async Task A_cloud_that_is_gone_is_started_and_an_interrupted_call_settled()
    {
        await ImportAsync(Document(Pending("deleting", Provider)));
        var found = (await DoctorAsync()).Ended(1);
        Assert.Contains("its local cloud does not run", found.Output, StringComparison.Ordinal);
        try
        {
            var mended = (await DoctorAsync("--yes")).Ended(0);
            Assert.Contains("Started it (process", mended.Output, StringComparison.Ordinal);
            Assert.Contains(
                $"A run was stopped while it was deleting {Urn}. Found out what became of it.", mended.Output, StringComparison.Ordinal);
            Assert.EndsWith("Nothing is wrong with stack 'staging'.", (await DoctorAsync()).Ended(0).Output, StringComparison.Ordinal);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", "staging");
        }
    }

    [Fact]
    public async Task A_call_whose_outcome_cannot_be_found_out_is_forgotten_only_when_that_is_asked_for()
    {
        await ImportAsync(Document(Pending("creating", Provider)));
        try
        {
            var kept = (await DoctorAsync("--yes")).Ended(1);
            Assert.Contains($"What became of creating {Urn} cannot be found out.", kept.Output, StringComparison.Ordinal);
            Assert.EndsWith(
                "    ./pipai up --stack staging    # or: ./pipai doctor --forget --stack staging", kept.Output, StringComparison.Ordinal);
            Assert.Contains("Forgot it.", (await DoctorAsync("--forget")).Ended(0).Output, StringComparison.Ordinal);
            Assert.DoesNotContain("pending_operations", await File.ReadAllTextAsync(StateFile), StringComparison.Ordinal);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", "staging");
        }
    }

    [Theory]
    [InlineData("no", 1, 1)]
    [InlineData("yes", 0, 0)]
    public async Task A_person_is_asked(string answer, int code, int locksLeft)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "there is no `script` to make a terminal with");
        await LeaveLockAsync();
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"{Pipai.Built} doctor --stack staging", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["PIPAI_HOME"], start.Environment["PIPAI_ROOT"]) = (pipai.Home, pipai.Root);
        start.Environment.Remove("CI");
        using var terminal = Process.Start(start)!;
        await terminal.StandardInput.WriteLineAsync(answer);
        await terminal.StandardInput.FlushAsync();
        var shown = await terminal.StandardOutput.ReadToEndAsync();
        await terminal.WaitForExitAsync();
        Assert.Contains("Remove its lock? [yes/no]", shown, StringComparison.Ordinal);
        Assert.Equal(code, terminal.ExitCode);
        Assert.Equal(locksLeft, Directory.GetFiles(Locks).Length);
    }

    public void Dispose() => pipai.Dispose();

    private Task<Outcome> DoctorAsync(params string[] arguments) => pipai.RunAsync(["doctor", "--stack", "staging", .. arguments]);

    private Task LeaveLockAsync(int process = 999_999_999)
    {
        Directory.CreateDirectory(Locks);
        var taken = process == Environment.ProcessId ? DateTimeOffset.UtcNow : new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return File.WriteAllTextAsync(
            Path.Combine(Locks, "one.json"),
            $$"""{"pid":{{process}},"username":"root","hostname":"{{Environment.MachineName}}","timestamp":"{{taken:O}}"}""");
    }

    private async Task ImportAsync(JsonObject document)
    {
        var file = Path.Combine(Directory.CreateDirectory(pipai.Home).FullName, "document.json");
        await File.WriteAllTextAsync(file, document.ToJsonString());
        (await pipai.RunAsync("stack", "import", "--file", file, "--stack", "staging")).Ended(0);
    }

    private static JsonObject Document(params JsonNode[] pending) => new()
    {
        ["version"] = 3,
        ["deployment"] = new JsonObject
        {
            ["manifest"] = new JsonObject { ["time"] = "2026-01-02T03:04:05Z", ["magic"] = "", ["version"] = "" },
            ["resources"] = new JsonArray(new JsonObject
            {
                ["urn"] = Provider,
                ["custom"] = true,
                ["id"] = "f0b1a9b5-0000-4000-8000-000000000001",
                ["type"] = "pulumi:providers:fly",
                ["inputs"] = new JsonObject(),
                ["outputs"] = new JsonObject(),
            }),
            ["pending_operations"] = new JsonArray(pending),
        },
    };

    private static JsonObject Pending(string kind, string provider) => new()
    {
        ["type"] = kind,
        ["resource"] = new JsonObject
        {
            ["urn"] = Urn,
            ["custom"] = true,
            ["id"] = kind == "creating" ? "" : "lost",
            ["type"] = "fly:index:App",
            ["inputs"] = kind == "creating" ? new JsonObject() : new JsonObject { ["name"] = "lost" },
            ["outputs"] = new JsonObject { ["name"] = "lost" },
            ["provider"] = $"{provider}::f0b1a9b5-0000-4000-8000-000000000001",
        },
    };
}
