using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;
using PipAi.Testing;

namespace PipAi.Engine.Tests;

public sealed partial class StateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_passphrase_scheme_is_Pulumis()
    {
        var cipher = PassphraseCipher.Open("v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==", "password");
        Assert.Equal("\"hello\"", cipher.Decrypt(cipher.Encrypt("\"hello\"")));
        var error = Assert.Throws<EngineException>(() => PassphraseCipher.Open(cipher.Salt, "wrong"));
        Assert.Equal(ExitCategory.Credentials, error.Category);
    }

    [Fact]
    public async Task The_files_of_a_backend_look_as_Pulumi_writes_them()
    {
        await using var stack = await TestStack.CreateAsync(
            "config:\n  greeting: { type: string }\n  sizes: { type: array, items: { type: integer } }\n  token: { type: string, secret: "
                + "true }\n");
        await File.WriteAllTextAsync(
            Path.Combine(stack.Folder, "Pulumi.dev.yaml"), "config:\n  proj:greeting: hello\n  proj:sizes: [1, 2]\n  proj:token: hunter2\n",
            Cancellation);
        await SampleAsync(stack);
        await SampleAsync(stack);
        var names = Directory.GetFiles(Path.Combine(stack.Folder, ".pulumi"), "*", SearchOption.AllDirectories)
            .Select(file => Redact(Path.GetRelativePath(stack.Folder, file))).Order(StringComparer.Ordinal);
        Approved.Text(string.Join('\n', names), "backend-files");
        Approved.Json(Indented(Redact(await File.ReadAllTextAsync(stack.StateFile, Cancellation))), "checkpoint");
        Approved.Json(Redact(await stack.Store.ExportAsync(showSecrets: true, Cancellation)), "export");
        var history = Directory.GetFiles(Path.Combine(stack.Folder, ".pulumi", "history"), "*.history.json", SearchOption.AllDirectories)
            .Order().First();
        Approved.Json(Redact(await File.ReadAllTextAsync(history, Cancellation)), "history");
        Approved.Text(await File.ReadAllTextAsync(Path.Combine(stack.Folder, ".pulumi", "meta.yaml"), Cancellation), "meta");
    }

    [Fact]
    public async Task A_lock_and_the_calls_in_flight_look_as_Pulumi_writes_them()
    {
        await using var stack = await TestStack.CreateAsync();
        var (held, state) = ("", "");
        stack.Cloud.Before = async (call, _) =>
        {
            if (call != "Create") return;
            held = await File.ReadAllTextAsync(
                Directory.GetFiles(Path.Combine(stack.Folder, ".pulumi", "locks", "organization", "proj", "dev")).Single(), Cancellation);
            state = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        };
        await stack.UpAsync(new Wanted("a", ("size", 1), ("password", new PropertyValue.Secret("hunter2"))));
        held = held.Replace($":{Environment.ProcessId},", ":4711,", StringComparison.Ordinal)
            .Replace(Environment.UserName, "<user>", StringComparison.Ordinal).Replace(
                Environment.MachineName, "<host>", StringComparison.Ordinal);
        Approved.Json(Redact(held), "lock");
        Approved.Json(Indented(Redact(state)), "checkpoint-in-flight");
    }

    /// <summary>The stock CLI keeps attributes beside its files, and cannot read a state whose attributes are empty.</summary>
    [Fact]
    public async Task What_the_stock_CLI_left_half_written_beside_the_state_is_gone_after_a_run()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a", ("size", 1)));
        string[] torn = [stack.StateFile + ".attrs", stack.StateFile + ".bak.attrs"];
        foreach (var file in torn) await File.WriteAllTextAsync(file, "", Cancellation);

        await stack.UpAsync(new Wanted("a", ("size", 1)));
        Assert.False(File.Exists(torn[0]), "a run that changes nothing leaves the state readable");

        await File.WriteAllTextAsync(torn[0], "", Cancellation);
        await stack.UpAsync(new Wanted("a", ("size", 2)));
        Assert.DoesNotContain(torn, File.Exists);
    }

    [Fact]
    public async Task A_torn_state_is_named_and_its_copy_takes_its_place()
    {
        await using var stack = await TestStack.CreateAsync();
        await SampleAsync(stack);
        var content = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        await File.WriteAllTextAsync(stack.StateFile, content[..(content.Length / 2)], Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => SampleAsync(stack));
        Assert.Equal(ErrorCodes.StateDamaged, error.Code);
        Assert.Equal("pulumi doctor --stack dev", error.Fix);
        await stack.Store.RestoreBackupAsync(Cancellation);
        Assert.True((await SampleAsync(stack)).Succeeded);
    }

    [Fact]
    public async Task A_newer_state_is_refused_and_left_alone()
    {
        await using var stack = await TestStack.CreateAsync();
        await SampleAsync(stack);
        var content = (await File.ReadAllTextAsync(stack.StateFile, Cancellation)).Replace(
            "{\"version\":3,", "{\"version\":5,", StringComparison.Ordinal);
        await File.WriteAllTextAsync(stack.StateFile, content, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => SampleAsync(stack));
        Assert.Equal(ErrorCodes.StateTooNew, error.Code);
        Assert.Equal(content, await File.ReadAllTextAsync(stack.StateFile, Cancellation));
    }

    [Fact]
    public async Task A_second_run_is_refused_while_the_first_is_under_way()
    {
        await using var stack = await TestStack.CreateAsync();
        EngineException? refused = null;
        var first = await stack.UpAsync(FakeProgram.Of(async _ =>
        {
            refused = await Assert.ThrowsAsync<EngineException>(() => stack.UpAsync());
            return null;
        }));
        Assert.True(first.Succeeded);
        Assert.Equal(ErrorCodes.StackLocked, refused!.Code);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await stack.Store.LocksAsync(Cancellation));
    }

    [Fact]
    public async Task A_lock_of_a_dead_process_is_taken_over_and_that_is_told()
    {
        await using var stack = await TestStack.CreateAsync();
        var locks = Directory.CreateDirectory(Path.Combine(stack.Folder, ".pulumi", "locks", "organization", "proj", "dev")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(locks, "one.json"),
            $$"""{"pid":999999999,"username":"root","hostname":"{{Environment.MachineName}}","timestamp":"2026-01-02T03:04:05Z"}""",
            Cancellation);
        Assert.True(Assert.Single(await stack.Store.LocksAsync(Cancellation)).IsStale);
        var result = await stack.UpAsync();
        Assert.True(result.Succeeded);
        Assert.Equal(
            $"The stack was locked by process 999999999 of root on {Environment.MachineName}, since 2026-01-02 03:04:05 UTC. That "
                + $"process no longer runs: its lock was taken over.",
            Assert.Single(result.Diagnostics).Message);
        Assert.Empty(await stack.Store.LocksAsync(Cancellation));
    }

    [Fact]
    public async Task A_lock_of_another_machine_is_kept_until_somebody_breaks_it()
    {
        await using var stack = await TestStack.CreateAsync();
        var locks = Directory.CreateDirectory(Path.Combine(stack.Folder, ".pulumi", "locks", "organization", "proj", "dev")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(locks, "one.json"), """{"pid":1,"username":"ann","hostname":"elsewhere","timestamp":"2026-01-02T03:04:05Z"}""",
            Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.UpAsync());
        Assert.Contains("process 1 of ann on elsewhere, since 2026-01-02 03:04:05 UTC", error.Message, StringComparison.Ordinal);
        Assert.Equal("pulumi cancel --stack dev", error.Fix);
        Assert.Empty(await stack.Store.UnlockAsync(all: false, Cancellation));
        Assert.Single(await stack.Store.UnlockAsync(all: true, Cancellation));
        Assert.True((await stack.UpAsync()).Succeeded);
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_fails_the_run_and_keeps_the_old_one()
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"));
        // A folder where the next file would be written is as good as a full disk, and works for root too.
        var inTheWay = Directory.CreateDirectory(stack.StateFile + ".new");
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.UpAsync(new Wanted("a"), new Wanted("b")));
        Assert.Equal(ErrorCodes.StateNotWritten, error.Code);
        inTheWay.Delete();
        Assert.True((await stack.UpAsync(new Wanted("a"), new Wanted("b"))).Succeeded);
        Assert.Equal(2, stack.Cloud.Resources.Count);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_before_anything_happens()
    {
        await using var stack = await TestStack.CreateAsync();
        await SampleAsync(stack);
        var calls = stack.Cloud.Calls.Count;
        var engine = new StackEngine(stack.Context with { Passphrase = () => "wrong" });
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.UpAsync(new UpOptions(), null, Cancellation));
        Assert.Equal(ExitCategory.Credentials, error.Category);
        Assert.Equal(calls, stack.Cloud.Calls.Count);
    }

    internal static Task<UpdateResult> SampleAsync(TestStack stack) => stack.UpAsync(FakeProgram.Of(async program =>
    {
        var group = await program.RegisterAsync(new Wanted("group") { Type = "test:index:Group", Component = true });
        var a = await program.RegisterAsync(
            new Wanted("a", ("size", 1), ("password", new PropertyValue.Secret("hunter2"))) { Parent = group.Urn });
        await program.RegisterAsync(new Wanted("b") { Options = request => request.Protect = true }, a);
        return PropertyMap.Of(("password", new PropertyValue.Secret("hunter2")), ("plain", 42));
    }));

    internal static IEnumerable<string> Lines(string document) =>
        Times().Replace(document, "<time>").Replace(", ", ",\n", StringComparison.Ordinal).Split('\n').Select(line => line.Trim(' ', ','))
            .Order(StringComparer.Ordinal);

    /// <summary>The file itself has no white space, as Pulumi's has none.</summary>
    private static string Indented(string json)
    {
        Assert.DoesNotContain('\n', json);
        return JsonNode.Parse(json)!.ToJsonString(
            new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string Redact(string text)
    {
        text = Times().Replace(text, "<time>");
        text = Ids().Replace(text, "<id>");
        text = Ciphers().Replace(text, "<cipher>");
        text = Hex().Replace(text, "<random>");
        text = Numbers().Replace(text, "<nanoseconds>");
        return Seconds().Replace(text, "${1}0");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Times();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"v1:[A-Za-z0-9+/=]+(:v1)?:[A-Za-z0-9+/=:]+")]
    private static partial Regex Ciphers();

    [GeneratedRegex(@"(?<=-)[0-9a-f]{32}")]
    private static partial Regex Hex();

    [GeneratedRegex(@"\d{19}")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(""(?:start|end)Time"": )\d+")]
    private static partial Regex Seconds();
}
