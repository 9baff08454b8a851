using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Verbs;

public sealed class StatusTests : IAsyncLifetime
{
    private TestCheckout pipai = null!;

    [Fact]
    public async Task Machines_are_shown_by_app_and_faults_above_them()
    {
        var endpoints = (await pipai.StartCloudAsync()).Endpoints;
        await MachinesAsync(endpoints);
        (await pipai.RunAsync("cloud", "fault", "fly", "--region", "ord", "--effect", "status:503")).Ended(0);
        Approved.Text(Known((await pipai.RunAsync("status")).Ended(0).ToString(), endpoints));
    }

    [Fact]
    public async Task As_JSON_it_names_every_port_and_machine_and_no_token()
    {
        var endpoints = (await pipai.StartCloudAsync()).Endpoints;
        await MachinesAsync(endpoints);
        var status = (await pipai.RunAsync("status", "--json")).Ended(0);
        Assert.Empty(status.Errors);
        var cloud = status.Json.GetProperty("cloud");
        Assert.Equal(Environment.ProcessId, cloud.GetProperty("processId").GetInt32());
        Assert.Equal(VendorNames.All.Order(StringComparer.Ordinal), cloud.GetProperty("ports").EnumerateObject().Select(port => port.Name));
        var machine = status.Json.GetProperty("machines").EnumerateArray().Single(
            machine => machine.GetProperty("name").GetString() == "workers-iad-1");
        Assert.Equal("workers", machine.GetProperty("app").GetString());
        Assert.Equal("iad", machine.GetProperty("region").GetString());
        Assert.Equal(JsonValueKind.Null, machine.GetProperty("processId").ValueKind);
        Assert.DoesNotContain(endpoints.Tokens.Fly, status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(endpoints.Tokens.Control, status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cloud_there_is_nothing_to_show()
    {
        Assert.Equal(
            "error: Nothing of stack 'prod' runs here: it has no local cloud.\n    ./pipai up --stack prod\n",
            (await pipai.RunAsync("status")).Ended(1).Errors);
        var endpoints = (await pipai.StartCloudAsync()).Endpoints;
        pipai.Redirect(endpoints with { Process = endpoints.Process with { Id = 999_999_999 } });
        var gone = (await pipai.RunAsync("status")).Ended(1);
        Assert.Contains("is gone: its process 999999999 no longer runs.", gone.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    ./pipai cloud start --stack prod\n", gone.Errors, StringComparison.Ordinal);
        (await pipai.RunAsync("status", "--stack", "prd")).Ended(6);
    }

    public async ValueTask InitializeAsync() => pipai = await TestCheckout.CreateAsync();

    public ValueTask DisposeAsync() => pipai.DisposeAsync();

    /// <summary>Two machines that are made and not started.</summary>
    private static async Task MachinesAsync(CloudEndpoints endpoints)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoints.AddressOf(VendorNames.Fly) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.Tokens.Fly);
        await PostAsync("/v1/apps", """{"app_name":"workers","name":"workers","org_slug":"pip"}""");
        var image = Directory.CreateDirectory(Path.Combine(endpoints.Registry, "workers", $"sha256-{new string('e', 64)}")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(image, "image.json"), """{"entrypoint":["/bin/sleep","1000"],"env":{},"workdir":"."}""");
        foreach (var (name, region) in ((string, string)[])[("workers-ord-1", "ord"), ("workers-iad-1", "iad")])
        {
            await PostAsync("/v1/apps/workers/machines", JsonSerializer.Serialize(new
            {
                name,
                region,
                skip_launch = true,
                config = new { image = $"registry.fly.io/workers@sha256:{new string('e', 64)}" },
            }));
        }

        async Task PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    private static string Known(string text, CloudEndpoints endpoints) => System.Text.RegularExpressions.Regex.Replace(
        text.Replace($" {endpoints.Ports[VendorNames.Proxy]}\n", " <port>\n", StringComparison.Ordinal), @" {2}\d{4,5} {2,}", "  <port>  ");
}
