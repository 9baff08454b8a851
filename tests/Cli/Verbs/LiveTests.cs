
namespace PipAi.Cli.Tests.Verbs;

/// <summary>
/// `--live`: what the Pulumi CLI deployed, with the credentials of the environment. A local cloud stands for the vendors.
/// </summary>
public sealed class LiveTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task A_document_goes_through_the_platform_that_the_Pulumi_CLI_knows()
    {
        var platform = await LivePlatformAsync();
        pipai.Write("notes.md", "# Notes\n");
        var through = (await platform.WorkingAsync(pipai, "document", pipai["notes.md"], "--live")).Ended(0);
        Assert.Contains("A title", through.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_verification_names_the_commands_of_the_Pulumi_CLI()
    {
        var platform = await LivePlatformAsync();
        var verified = (await platform.WorkingAsync(pipai, "verify", "--live")).Ended(4);
        Assert.Contains("    pulumi up --refresh --stack prod\n", verified.Errors, StringComparison.Ordinal);
        Assert.Contains("    ./pipai status --stack prod --live\n", verified.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("./pipai up", verified.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleProgram.Canary, verified.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"live\"", pipai.Read("elsewhere/measurements/prod.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_credentials_are_all_named_before_anything_is_asked()
    {
        var refused = (await pipai.RunAsync("verify", "--live")).Ended(3);
        Assert.StartsWith(
            "error: With --live the vendors are asked with your credentials, and these are not set: "
                + "FLY_API_TOKEN, VERCEL_API_TOKEN, TEMPORAL_CLOUD_API_KEY.\n    export FLY_API_TOKEN=$(fly tokens create org) ",
            refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_Pulumi_CLI_it_is_told_how_to_get_it()
    {
        Credentials();
        pipai.Variables["PATH"] = pipai["empty"];
        Assert.Equal(
            "error: With --live the Pulumi CLI is asked what was deployed, and no `pulumi` is on PATH.\n"
                + "    curl -fsSL https://get.pulumi.com | sh\n",
            (await pipai.RunAsync("verify", "--live")).Ended(2).Errors);
    }

    [Theory]
    [InlineData("error: no stack named 'prod' found", 255, 6, "pulumi stack ls")]
    [InlineData("error: PULUMI_ACCESS_TOKEN must be set for login", 3, 3, "pulumi stack output --json --stack prod")]
    [InlineData("error: something else", 77, 1, "pulumi stack output --json --stack prod")]
    public async Task What_the_Pulumi_CLI_refuses_is_told_in_its_words(string words, int exit, int expected, string fix)
    {
        Credentials();
        Pulumi($"echo \"{words}\" >&2; exit {exit}");
        var refused = (await pipai.RunAsync("verify", "--live")).Ended(expected);
        Assert.Equal($"error: The Pulumi CLI does not tell what stack 'prod' has deployed: {words}.\n    {fix}\n", refused.Errors);
    }

    [Fact]
    public async Task What_is_no_JSON_is_not_repeated_since_it_may_hold_secrets()
    {
        Credentials();
        Pulumi($"echo {SampleProgram.Canary}");
        var refused = (await pipai.RunAsync("verify", "--live")).Ended(1);
        Assert.Contains("did not answer with JSON", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleProgram.Canary, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_named()
    {
        Credentials();
        pipai.Variables["VERCEL_BASE_URL"] = "vercel";
        Assert.Equal(
            "error: VERCEL_BASE_URL is 'vercel', and must be an absolute URL.\n    unset VERCEL_BASE_URL\n",
            (await pipai.RunAsync("verify", "--live")).Ended(2).Errors);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    /// <summary>A deployed platform that only a Pulumi CLI knows: this command's own home is empty.</summary>
    private async Task<ScriptedPlatform> LivePlatformAsync()
    {
        var platform = await ScriptedPlatform.DeployAsync(pipai);
        pipai.Write("outputs.json", (await pipai.RunAsync("stack", "output", "--json", "--show-secrets")).Ended(0).Output);
        pipai.Write("export.json", (await pipai.RunAsync("stack", "export")).Ended(0).Output);
        Pulumi($"case \"$*\" in *' export '*) cat '{pipai["export.json"]}';; *) cat '{pipai["outputs.json"]}';; esac");
        foreach (var (name, value) in platform.Endpoints.ClientEnvironment()) pipai.Variables[name] = value;
        pipai.Variables["PIPAI_HOME"] = pipai["elsewhere"];
        return platform;
    }

    private void Credentials()
    {
        foreach (var name in (string[])["FLY_API_TOKEN", "VERCEL_API_TOKEN", "TEMPORAL_CLOUD_API_KEY"]) pipai.Variables[name] = "token";
    }

    /// <summary>A Pulumi CLI that does what a shell script says.</summary>
    private void Pulumi(string script)
    {
        pipai.Write("bin/pulumi", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(pipai["bin/pulumi"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        pipai.Variables["PATH"] = pipai["bin"];
    }
}
