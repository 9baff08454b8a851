using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class CloudTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_cloud_is_started_once_and_stopped_and_both_are_told()
    {
        var started = (await pipai.RunAsync("cloud", "start")).Ended(0);
        Assert.Empty(started.Errors);
        var again = (await pipai.RunAsync("cloud", "start", "--json")).Ended(0);
        Assert.False(again.Json.GetProperty("started").GetBoolean());
        var stopped = (await pipai.RunAsync("cloud", "stop")).Ended(0);
        Approved.Text($"{started}{stopped}{(await pipai.RunAsync("cloud", "stop")).Ended(0)}");
        Assert.True((await pipai.RunAsync("cloud", "start", "--json")).Ended(0).Json.GetProperty("started").GetBoolean());
        Assert.True((await pipai.RunAsync("cloud", "stop", "--json")).Ended(0).Json.GetProperty("stopped").GetBoolean());
        Assert.False((await pipai.RunAsync("cloud", "stop", "--json")).Ended(0).Json.GetProperty("stopped").GetBoolean());
    }

    [Fact]
    public async Task A_cloud_that_does_not_start_is_told_in_its_own_words()
    {
        Starts("echo one; echo 'error: The port 1 is taken.'; echo '    kill 1'; exit 3");
        var explained = (await pipai.RunAsync("cloud", "start")).Ended(1);
        Starts("echo some words; exit 4");
        var silent = (await pipai.RunAsync("cloud", "start")).Ended(1);
        Approved.Text($"{explained}{silent}{(await pipai.RunAsync("cloud", "logs", "--lines", "1")).Ended(0)}");
    }

    [Fact]
    public async Task A_cloud_that_is_never_ready_is_given_up_and_ended()
    {
        Starts("echo $$ > \"$PIPAI_HOME/started\"; exec sleep 1000");
        using var time = new HurriedTime(factor: 100);
        pipai.Time = time;
        var late = (await pipai.RunAsync("cloud", "start")).Ended(9);
        Assert.Contains("did not start: it was not ready after", late.Errors, StringComparison.Ordinal);
        var process = pipai.Read("home/started").Trim();
        for (var looks = 0; looks < 1500 && IsAsleep(process); looks++) await Task.Delay(20);
        Assert.False(IsAsleep(process));
    }

    [Fact]
    public async Task Faults_are_added_listed_and_removed()
    {
        await pipai.StartCloudAsync();
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Ended(0).Output);
        var added = (await pipai.RunAsync(
            "cloud", "fault", "s3", "--region", "us-east-1", "--operation", "PutObject", "--effect", "status:503:10", "--times",
            "3")).Ended(0);
        Assert.EndsWith(": s3 in us-east-1, PutObject: status:503:10, 3 more\n", added.Output, StringComparison.Ordinal);
        (await pipai.RunAsync("cloud", "fault", "temporal", "--effect", "lag:5")).Ended(0);
        var faults = (await pipai.RunAsync("cloud", "fault", "--json")).Ended(0).Json;
        Assert.Equal(["s3", "temporal"], faults.EnumerateArray().Select(fault => fault.GetProperty("service").GetString()!).Order());
        Assert.Equal(["lag:5", "status:503:10"], faults.EnumerateArray().Select(fault => fault.GetProperty("effect").GetString()!).Order());
        foreach (var fault in faults.EnumerateArray())
            (await pipai.RunAsync("cloud", "fault", "--remove", fault.GetProperty("id").GetString()!)).Ended(0);
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Output);
    }

    [Fact]
    public async Task What_can_be_no_fault_is_refused_with_what_could_be()
    {
        await pipai.StartCloudAsync();
        Approved.Text(string.Concat(
            (await pipai.RunAsync("cloud", "fault", "gcs", "--effect", "dark")).Ended(2),
            (await pipai.RunAsync("cloud", "fault", "s3", "--effect", "dim")).Ended(2),
            (await pipai.RunAsync("cloud", "fault", "s3")).Ended(2),
            (await pipai.RunAsync("cloud", "fault", "fly", "--region", "iadd", "--effect", "dark")).Ended(2),
            (await pipai.RunAsync("cloud", "fault", "s3", "--effect", "dark", "--times", "many")).Ended(2),
            (await pipai.RunAsync("cloud", "fault", "--remove", "nothing")).Ended(2)));
        Assert.Equal("No fault holds.\n", (await pipai.RunAsync("cloud", "fault")).Output);
    }

    [Fact]
    public async Task Logs_of_nobody_are_refused_and_of_a_cloud_that_never_was_too()
    {
        (await pipai.RunAsync("cloud", "logs")).Ended(1);
        await pipai.StartCloudAsync();
        Assert.Empty((await pipai.RunAsync("cloud", "logs")).Ended(0).Output);
        Assert.Equal(0, (await pipai.RunAsync("cloud", "logs", "--json")).Json.GetProperty("lines").GetArrayLength());
        var refused = (await pipai.RunAsync("cloud", "logs", "--app", "nobody")).Ended(1);
        Assert.Contains("'nobody'", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai status --stack prod\n", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("'none'", (await pipai.RunAsync("cloud", "logs", "--machine", "none")).Ended(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_dead_clouds_log_is_what_helps()
    {
        pipai.Write("home/cloud/prod/cloud.log", "first\nsecond\nthird\n");
        Assert.Equal("second\nthird\n", (await pipai.RunAsync("cloud", "logs", "-n", "2")).Ended(0).Output);
        var lines = (await pipai.RunAsync("cloud", "logs", "-n", "1", "--json", "--follow")).Ended(0).Json.GetProperty("lines");
        Assert.Equal("third", Assert.Single(lines.EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Who_follows_sees_what_is_added_until_Ctrl_C()
    {
        pipai.Write("home/cloud/prod/cloud.log", "first\n");
        using var time = new HurriedTime();
        pipai.Time = time;
        var following = pipai.RunAsync("cloud", "logs", "--follow");
        await pipai.UntilAsync(output => output.Contains("first\n", StringComparison.Ordinal));
        File.AppendAllText(pipai["home/cloud/prod/cloud.log"], "second\n");
        await pipai.UntilAsync(output => output.Contains("second\n", StringComparison.Ordinal));
        pipai.Interrupt();
        Assert.Equal("first\nsecond\n", (await following).Ended(0).Output);
    }

    [Theory]
    [InlineData("export PULUMI_STACK='prod'", "#     eval \"$(./pipai cloud env --stack prod)\"")]
    [InlineData("set -gx PULUMI_STACK 'prod'", "#     ./pipai cloud env --stack prod --shell fish | source", "--shell", "fish")]
    [InlineData("$Env:PULUMI_STACK = 'prod'", "--shell powershell | Out-String | Invoke-Expression", "--shell", "powershell")]
    public async Task Variables_are_printed_for_a_shell_with_how_to_have_them(string variable, string how, params string[] options)
    {
        Plugins();
        await pipai.StartCloudAsync();
        var env = (await pipai.RunAsync(["cloud", "env", .. options])).Ended(0);
        Assert.Empty(env.Errors);
        Assert.Contains($"{variable}\n", env.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{how}\n", env.Output, StringComparison.Ordinal);
        Assert.Contains("AWS_SESSION_TOKEN", env.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMPORAL_NAMESPACE", env.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_as_JSON_lead_to_this_cloud_and_this_state()
    {
        Plugins();
        var endpoints = (await pipai.StartCloudAsync()).Endpoints;
        pipai.Variables["NO_PROXY"] = "example.com";
        var env = (await pipai.RunAsync("cloud", "env", "--json")).Ended(0).Json;
        Assert.Equal($"http://127.0.0.1:{endpoints.Ports[VendorNames.Fly]}", env.GetProperty("FLY_FLAPS_BASE_URL").GetString());
        Assert.Equal("file://<checkout>/home", env.GetProperty("PULUMI_BACKEND_URL").GetString());
        Assert.Equal("<checkout>/home/passphrase", env.GetProperty("PULUMI_CONFIG_PASSPHRASE_FILE").GetString());
        Assert.Contains("example.com", env.GetProperty("NO_PROXY").GetString(), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", env.GetProperty("NO_PROXY").GetString(), StringComparison.Ordinal);
        pipai.Variables["PULUMI_CONFIG_PASSPHRASE"] = "mine";
        var own = (await pipai.RunAsync("cloud", "env", "--json")).Ended(0);
        Assert.DoesNotContain("PASSPHRASE", own.Output, StringComparison.Ordinal);
        Approved.Text(string.Concat(
            (await pipai.RunAsync("cloud", "env", "--shell", "tcsh")).Ended(2),
            (await pipai.RunAsync("cloud", "env", "-s", "x")).Ended(6)));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("env")]
    public async Task A_stack_that_is_none_has_no_cloud(string verb)
    {
        (await pipai.RunAsync("cloud", verb, "--stack", "prd")).Ended(6);
        Assert.False(Directory.Exists(pipai.Home));
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (CloudEndpoints.Load(pipai["home/cloud/prod"]) is { IsAlive: true }) await pipai.RunAsync("cloud", "stop");
        await pipai.DisposeAsync();
    }

    private void Starts(string script)
    {
        pipai.Write("starts.sh", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(pipai["starts.sh"], UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        pipai.Executable = pipai["starts.sh"];
    }

    private static bool IsAsleep(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains("sleep", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Plugins()
    {
        foreach (var package in (string[])["aws", "fly", "temporalcloud", "vercel"])
        {
            pipai.Write($"infra/packages/{package}/schema.json", """{"name": "x", "version": "1.2.3"}""");
            pipai.Write($".artifacts/bin/pulumi-resource-{package}/debug/pulumi-resource-{package}", "");
        }
    }
}
