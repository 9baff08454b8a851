using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class SecretTests
{
    private const string App = "workers";
    private const string Secrets = "/v1/apps/workers/secrets";

    [Fact]
    public async Task A_secret_is_staged_until_the_machine_is_updated_and_outlives_a_crash()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        await fly.OkAsync("POST", Secrets, """{"values":{"KEY":"old"}}""");
        var id = await fly.LaunchAsync(App, "worker-1", config: ""","restart":{"policy":"always"}""");
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/env/KEY") == "old");

        var written = await fly.OkAsync("POST", Secrets, """{"values":{"KEY":"new","OTHER":"x"}}""");
        var pid = (int)fly.Shown(id)["pid"]!;
        await fly.TellMachineAsync(id, "/exit/1");
        await Eventually.TrueAsync(
            async () => (int?)fly.Shown(id)["pid"] is { } now && now != pid && await fly.AskMachineAsync(id, "/env/KEY") == "old");

        await fly.OkAsync(
            "POST", $"/v1/apps/{App}/machines/{id}", fly.Machine(App, "worker-1", more: $",\"min_secrets_version\":{written["version"]}"));
        await Eventually.TrueAsync(async () => await fly.AskMachineAsync(id, "/env/KEY") == "new");
    }

    [Fact]
    public async Task Values_are_never_read_back_and_digests_follow_them()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var first = await DigestAsync(fly, "one");
        Assert.NotEqual(first, await DigestAsync(fly, "two"));
        Assert.Equal(first, await DigestAsync(fly, "one"));

        var shown = (await fly.OkAsync("GET", Secrets)).ToJsonString();
        Assert.DoesNotContain("one", shown.Replace("\"name\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(4, (int)(await fly.OkAsync("DELETE", Secrets + "/KEY"))["version"]!);
        Assert.Empty((await fly.OkAsync("GET", Secrets))["secrets"]!.AsArray());
    }

    private static async Task<string> DigestAsync(LocalFly fly, string value)
    {
        JsonNode written = await fly.OkAsync("POST", Secrets, $$$"""{"values":{"KEY":"{{{value}}}"}}""");
        return (string)written["secrets"]![0]!["digest"]!;
    }
}
