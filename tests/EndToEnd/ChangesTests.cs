using System.Net;
using System.Text;
using System.Text.Json;
using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>
/// Production, deployed and then changed in every way that it is changed in its life. What an update did is exactly what the
/// preview before it said, resource by resource, and the local cloud shows the effect.
/// </summary>
public sealed class ChangesTests : IDisposable
{
    private const string Settings = "Pulumi.prod.yaml";

    private readonly Checkout checkout = new();
    private readonly StringBuilder changes = new();
    private readonly Pipai pipai;

    public ChangesTests() => pipai = new Pipai(checkout.Root);

    [Fact]
    public async Task A_change_of_each_kind_happens_as_the_plan_said()
    {
        try
        {
            await UpAsPlannedAsync();
            Assert.Equal(12, (await MachinesAsync()).Count);
            (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes")).Ended(0);
            (await pipai.RunAsync("refresh", "--yes", "--expect-no-changes")).Ended(0);

            await CountUpAndRemovedAlarmAsync();
            await CountDownAndChangedSecretAsync();
            await NewRegionsAndNewImageAsync();
            Approved.Text(changes.ToString());
            (await pipai.RunAsync("up", "--yes", "--skip-verify", "--expect-no-changes")).Ended(0);

            await DestroyAsTheStateSaysAsync();
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes");
        }
    }

    public void Dispose()
    {
        pipai.Dispose();
        checkout.Dispose();
    }

    private async Task CountUpAndRemovedAlarmAsync()
    {
        var before = await MachinesAsync();
        checkout.Change(Settings, "ord: 1\n    lax: 1\n  pip-ai:workerStandbys", "ord: 2\n    lax: 1\n  pip-ai:workerStandbys")
            .Change(
                Settings, "  pip-ai:alertSubscribers",
                "  pip-ai:checkedEndpoints: [workers, parsing]\n  pip-ai:frontendDomains: [app.pip-ai.com]\n  pip-ai:alertSubscribers");
        var up = await UpAsPlannedAsync(
            "Count up: a second worker in ord. Removed alarm: nobody checks the frontend any more. New domain of the frontend.");
        Assert.Contains(
            up.GetProperty("checks").EnumerateArray(),
            check => check.GetProperty("name").GetString()!.Contains("https://app.pip-ai.com/api/health", StringComparison.Ordinal));
        var after = await MachinesAsync();
        Assert.Equal(["workers-ord-2"], after.Keys.Except(before.Keys));
        Assert.True(after["workers-ord-2"].GetProperty("healthy").GetBoolean());
    }

    private async Task CountDownAndChangedSecretAsync()
    {
        var before = await ApiKeyAsync();
        checkout.Change(Settings, "iad: 4", "iad: 3").Change(Settings, "2027-11-01T00:00:00Z", "2028-02-01T00:00:00Z");
        await UpAsPlannedAsync("Count down: three workers in iad. Changed secret: a later expiry makes new keys.");
        var (machines, key) = (await MachinesAsync(), await ApiKeyAsync());
        Assert.DoesNotContain("workers-iad-4", machines.Keys);
        Assert.NotEqual(before, key);
        Assert.All(RunningWorkers(machines), worker => Assert.Contains($"TEMPORAL_API_KEY={key}", Environment(worker)));
    }

    private async Task NewRegionsAndNewImageAsync()
    {
        var before = await MachinesAsync();
        checkout.Change(Settings, "iad: 3\n", "iad: 3\n    fra: 2\n").Change(
            Settings, "    - us-west-2\n", "    - us-west-2\n    - eu-central-1\n")
            .Change(
                "workers/pipeline/Hosting/PipelineWorker.cs", "$\"polling {settings.TaskQueue}\"",
                "$\"polling {settings.TaskQueue}, second release\"");
        // Its checks write an object in us-east-1 and read it in eu-central-1, and look for the workers of fra among the pollers.
        await UpAsPlannedAsync("New regions: two workers in fra, a bucket in eu-central-1. New image: the worker's source is another.");
        var after = await MachinesAsync();
        Assert.Equal(["workers-fra-1", "workers-fra-2"], after.Keys.Except(before.Keys).Order(StringComparer.Ordinal));
        var image = Assert.Single(RunningWorkers(after).Select(worker => worker.GetProperty("image").GetString()).Distinct());
        Assert.DoesNotContain(image, before.Values.Select(machine => machine.GetProperty("image").GetString()));
        var health = JsonDocument.Parse(await (await FromTheInternetAsync("/health")).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("polling documents, second release", health.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await FromTheInternetAsync("/metrics")).StatusCode);
    }

    private async Task DestroyAsTheStateSaysAsync()
    {
        var state = (await pipai.RunAsync("stack", "export")).Ended(0).Json.GetProperty("deployment").GetProperty("resources");
        // Default providers are the engine's own affair: no plan and no summary shows them.
        var there = state.EnumerateArray().Select(resource => resource.GetProperty("urn").GetString()!)
            .Where(urn => !urn.Contains("::default_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var destroyed = (await pipai.RunAsync("destroy", "--yes", "--json")).Ended(0).Json;
        Assert.Equal(there.Select(urn => $"delete {urn}"), Steps(destroyed).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(pipai.Home), $"{pipai.Home} still exists");
    }

    /// <summary>Plans, deploys, verifies, and fails unless each step was planned and each planned step was done.</summary>
    private async Task<JsonElement> UpAsPlannedAsync(string? title = null)
    {
        var planned = Steps((await pipai.RunAsync("preview", "--json")).Ended(0).Json);
        var up = (await pipai.RunAsync("up", "--yes", "--json")).Ended(0).Json;
        Assert.Equal(planned.Order(StringComparer.Ordinal), Steps(up).Order(StringComparer.Ordinal));
        Assert.All(
            up.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("passed").GetBoolean(), check.ToString()));
        if (title is not null) changes.Append($"{title}\n{string.Join('\n', planned.Select(Readable).Order(StringComparer.Ordinal))}\n\n");
        return up;
    }

    private static string[] Steps(JsonElement document) =>
        [.. document.GetProperty("steps").EnumerateArray()
            .Select(step => (Op: step.GetProperty("op").GetString()!, Urn: step.GetProperty("urn").GetString()!))
            // A plan shows a replacement as one step, of which an update tells the parts, too.
            .Where(step => step.Op is not ("same" or "create-replacement" or "delete-replaced"))
            .Select(step => $"{step.Op} {step.Urn}")];

    // "create urn:pulumi:prod::pip-ai::PARENTS$fly:index:Machine::workers-ord-2" as "    create Machine workers-ord-2".
    private static string Readable(string step)
    {
        var (op, urn) = (step[..step.IndexOf(' ', StringComparison.Ordinal)], step.Split("::"));
        return $"    {op,-18} {urn[^2].Split(':')[^1],-28} {urn[^1]}";
    }

    private async Task<Dictionary<string, JsonElement>> MachinesAsync() =>
        (await pipai.RunAsync("status", "--json")).Ended(0).Json.GetProperty("machines").EnumerateArray()
            .ToDictionary(machine => machine.GetProperty("name").GetString()!);

    private static IEnumerable<JsonElement> RunningWorkers(Dictionary<string, JsonElement> machines) =>
        machines.Where(machine => machine.Key.StartsWith("workers-", StringComparison.Ordinal)).Select(machine => machine.Value)
            .Where(machine => machine.GetProperty("state").GetString() == "started");

    private async Task<string> ApiKeyAsync() =>
        (await pipai.RunAsync("stack", "output", "temporalApiKey", "--show-secrets")).Ended(0).Output;

    private static string[] Environment(JsonElement machine) =>
        File.ReadAllText($"/proc/{machine.GetProperty("processId").GetInt32()}/environ").Split('\0');

    private async Task<HttpResponseMessage> FromTheInternetAsync(string path)
    {
        var cloud = (await pipai.RunAsync("status", "--json")).Ended(0).Json.GetProperty("cloud");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{cloud.GetProperty("ports").GetProperty("proxy").GetInt32()}{path}");
        request.Headers.Host = "pip-ai-temporal-workers.fly.dev";
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
