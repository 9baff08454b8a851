using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>flyctl's requests get the answers that flyctl reads. It is written in Go and cannot be built here, hence a recording.</summary>
public sealed partial class FlyctlTests
{
    private const string App = "workers";

    [Fact]
    public async Task Every_request_of_its_machine_commands_is_answered_as_it_expects()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var image = SampleImage.AddSleeper(fly.Directory, App);
        var machine = await fly.LaunchAsync(App, "one", image: image, config: ""","stop_config":{"signal":"SIGTERM","timeout":"5s"}""");
        var known = new Dictionary<string, string> { ["app"] = App, ["machine"] = machine, ["image"] = image };
        foreach (var recorded in FlyctlRecording.Requests)
        {
            using var request = fly.Request(
                recorded.Method, Filled(recorded.Path, known), recorded.Body is null ? null : Filled(recorded.Body, known));
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("flyctl", "0.4"));
            if (recorded.Leased) request.Headers.Add("fly-machine-lease-nonce", known["nonce"]);
            var (code, text) = await fly.SendAsync(request);
            var what = $"{recorded.Command}: {recorded.Method} {recorded.Path}: {(int)code} {text}";
            Assert.True((int)code == recorded.Status, what);
            var answer = text.Length == 0 ? null : JsonNode.Parse(text);
            foreach (var field in recorded.Decodes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Assert.True(Kind(answer, field.Split(':')[0]) == field.Split(':')[1], $"{what}\n{field}");
            if (answer is JsonObject && answer["data"]?["nonce"] is { } nonce) known["nonce"] = (string)nonce!;
            if (recorded.Names.Length > 0) known[recorded.Names] = (string)answer!["id"]!;
        }
    }

    [Fact]
    public async Task A_command_keeps_its_quotes_and_ps_tells_where_the_machine_listens()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(
            App, "one", config: ""","services":[{"internal_port":8000,"ports":[{"port":80,"handlers":["http"]}]}]""",
            image: SampleImage.AddSleeper(fly.Directory, App));
        var ran = await fly.OkAsync("POST", $"/v1/apps/{App}/machines/{id}/exec", """{"cmd":"sh -c 'echo \"a  b\" $0' c"}""");
        Assert.Equal("a  b c\n", (string)ran["stdout"]!);
        var process = (await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{id}/ps"))[0]!;
        Assert.Equal(("/bin/sleep 1000", "tcp", "[::]:8000"),
            ((string)process["command"]!, (string)process["listen_sockets"]![0]!["proto"]!,
                (string)process["listen_sockets"]![0]!["address"]!));
        Assert.True((long)process["rss"]! > 0);
    }

    [Fact]
    public async Task A_query_of_GraphQL_that_is_not_offered_is_an_error_that_names_it()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var told = await fly.ToldAsync("POST", "/graphql", """{"query":"query { viewer { email } }"}""");
        Assert.Contains("'viewer' is not offered by the local cloud", told, StringComparison.Ordinal);
        Assert.Contains("\"errors\"", told, StringComparison.Ordinal);
        Assert.Contains("Could not find App", await fly.ToldAsync("POST", "/graphql",
            """{"query":"query ($appName: String!) { appcompact:app(name: $appName) { id } }","variables":{"appName":"nobody"}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_is_one_that_flyctl_sends_and_an_old_one_is_replaced()
    {
        var token = CloudTokens.Create().Fly;
        // flyctl takes apart what begins so, and drops it when it is no macaroon.
        Assert.DoesNotContain(token.Split('_')[0], (string[])["fm1r", "fm1a", "fm2"]);
        Assert.DoesNotContain(",", token, StringComparison.Ordinal);
        var old = CloudTokens.Create() with { Fly = "fm2_abc" };
        Assert.StartsWith("fo1_", old.Current().Fly, StringComparison.Ordinal);
        Assert.Equal(old.Vercel, old.Current().Vercel);
        Assert.Equal(token, (CloudTokens.Create() with { Fly = token }).Current().Fly);
    }

    private static string Filled(string text, Dictionary<string, string> known) =>
        Placeholder().Replace(text.Trim(), match => known.GetValueOrDefault(match.Groups[1].Value, match.Value));

    private static string Kind(JsonNode? node, string path)
    {
        foreach (Match step in Step().Matches(path))
            node = step.Groups[2].Success
                ? (node as JsonArray)?.ElementAtOrDefault(
                    int.Parse(step.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))
                : (node as JsonObject)?[step.Groups[1].Value];
        return node?.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            _ => "nothing",
        };
    }

    [GeneratedRegex(@"\{(app|machine|image|clone|nonce)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"([^.\[\]]+)|\[(\d+)\]")]
    private static partial Regex Step();
}
