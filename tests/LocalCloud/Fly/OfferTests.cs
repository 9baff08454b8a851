using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Services;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>What the local Fly does not offer is refused by its name, wherever it stands in a call.</summary>
public sealed class OfferTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";

    [Fact]
    public void The_README_shows_what_is_offered()
    {
        ReadmeSection.Matches("infra/rehearsal/localcloud/Fly/README.md", "offered", OfferedOperation.Markdown(FlyTable.All));
        ReadmeSection.Matches("infra/rehearsal/localcloud/Fly/README.md", "config", ConfigFields.Markdown());
    }

    [Fact]
    public async Task A_path_or_a_method_that_is_not_offered_is_named()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        foreach (var (method, path) in ((string, string)[])
            [
                ("GET", "/v1/apps/workers/deploy_token"),
                ("PATCH", "/v1/apps/workers"),
                ("GET", $"{Machines}/x/files.txt"),
                ("PUT", Machines),
                ("POST", "/v1/tokens/oidc"),
            ])
        {
            Assert.Equal(
                $$"""404 {"error":"no such endpoint: {{method}} {{path}} is not offered by the local cloud"}""",
                await fly.ToldAsync(method, path));
        }
    }

    [Theory]
    [InlineData("GET", Machines + "?sumary=true", "", "the query parameter 'sumary'")]
    [InlineData("GET", Machines + "?metadata=x", "", "the query parameter 'metadata'")]
    [InlineData("GET", "/v1/apps?app_role=x", "", "the query parameter 'app_role'")]
    [InlineData("GET", "/v1/apps/workers/secrets?show_secrets=true", "", "the query parameter 'show_secrets'")]
    [InlineData("DELETE", "/v1/apps/workers?froce=true", "", "the query parameter 'froce'")]
    [InlineData("POST", Machines, """{"config":{},"regoin":"ord"}""", "the field 'regoin' of the body")]
    [InlineData("POST", Machines, """{"config":{},"current_version":"x"}""", "the field 'current_version' of the body")]
    [InlineData(
        "POST", "/v1/apps/workers/volumes", """{"name":"a","region":"iad","snapshot_id":"vs_1"}""", "the field 'snapshot_id' of the body")]
    [InlineData("POST", "/v1/apps/workers/secrets", """{"valeus":{}}""", "the field 'valeus' of the body")]
    [InlineData("POST", "/v1/apps/workers/secrets", "[]", "a body that is no JSON object")]
    public async Task A_parameter_or_a_field_that_is_not_offered_is_named_and_nothing_is_done(
        string method, string path, string body, string named)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var told = await fly.ToldAsync(method, path, body.Length == 0 ? null : body);
        Assert.StartsWith("400", told, StringComparison.Ordinal);
        Assert.Contains($"does not take {named}", told, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await fly.OkAsync("GET", "/v1/apps/workers"))["machine_count"]!);
    }

    [Theory]
    [InlineData("fly-machine-lease-nonce", "GET", "/v1/apps/workers", "400")]
    [InlineData("Idempotency-Key", "GET", "/v1/apps/workers", "400")]
    [InlineData("fly-prefer-region", "GET", "/v1/apps/workers", "400")]
    [InlineData("fly-force-instance-id", "GET", "/v1/apps/workers", "200")]
    [InlineData("fly-client-agent", "GET", "/v1/apps/workers", "200")]
    public async Task A_header_that_asks_for_something_is_heard_or_named(string header, string method, string path, string status)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        using var request = fly.Request(method, path);
        request.Headers.Add(header, "x");
        var (code, text) = await fly.SendAsync(request);
        Assert.Equal(status, ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (status == "400") Assert.Contains($"the header '{header}'", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""
        ,"files":[{"guest_path":"/a","raw_value":"eA=="}]
        """, "not offered by the local cloud: field config.files")]
    [InlineData("""
        ,"schedule":"daily"
        """, "not offered by the local cloud: field config.schedule")]
    [InlineData("""
        ,"standbys":["d891"]
        """, "not offered by the local cloud: field config.standbys")]
    [InlineData("""
        ,"guest":{"cpu_kind":"shared","cpus":1,"memory_mb":256,"gpus":1}
        """, "not offered by the local cloud: field config.guest.gpus")]
    [InlineData("""
        ,"services":[{"internal_port":80,"ports":[{"port":80,"http_options":{"compress":true}}]}]
        """, "not offered by the local cloud: field config.services[0].ports[0].http_options")]
    [InlineData("""
        ,"services":[{"internal_port":80,"prots":[]}]
        """, "unknown field config.services[0].prots")]
    [InlineData("""
        ,"files":[],"schedule":"","standbys":null,"processes":[],"rootfs":{},"services":[{"internal_port":80,"force_instance_key":null}]
        """, null)]
    public async Task A_field_of_the_config_works_or_is_named_and_an_empty_one_asks_for_nothing(string config, string? refusal)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var told = await fly.ToldAsync("POST", Machines, fly.Machine(App, "one", config: config.Trim(), more: ""","skip_launch":true"""));
        if (refusal is null) Assert.StartsWith("200", told, StringComparison.Ordinal);
        else Assert.Equal($$"""422 {"error":"invalid_argument: {{refusal}}"}""", told);
    }

    [Theory]
    [InlineData("printf %s,", "")]
    [InlineData("printf %s, a 'b  c' \"d  e\"", "a,b  c,d  e,")]
    [InlineData("printf %s, a\\ b \"x\\\"y\" 'no\\n' \"k\\n\"", "a b,x\"y,no\\n,k\\n,")]
    [InlineData("sh -c 'echo \"$FLY_REGION\"; exit 0'", "iad\n")]
    [InlineData("printf %s, ''", ",")]
    public async Task A_command_line_is_taken_apart_as_a_shell_does(string line, string output)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "one", image: SampleImage.AddSleeper(fly.Directory, App));
        var answer = await fly.OkAsync("POST", $"{Machines}/{id}/exec", new JsonObject { ["cmd"] = line }.ToJsonString());
        Assert.Equal(output.Length == 0 ? "," : output, (string)answer["stdout"]!);
        Assert.Equal(0, (int)answer["exit_code"]!);
    }

    [Theory]
    [InlineData("echo 'a", "has a ' without its end")]
    [InlineData("echo a\\", "ends in a backslash")]
    public async Task A_command_line_that_is_not_finished_is_refused(string line, string why)
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "one", image: SampleImage.AddSleeper(fly.Directory, App));
        var told = await fly.ToldAsync("POST", $"{Machines}/{id}/exec", new JsonObject { ["cmd"] = line }.ToJsonString());
        Assert.StartsWith("400", told, StringComparison.Ordinal);
        Assert.Contains(why, (string)JsonNode.Parse(told[4..])!["error"]!, StringComparison.Ordinal);
    }
}
