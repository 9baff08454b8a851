using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>A create that finds its thing there says that it took it over, and takes only what has the right name and place.</summary>
[Collection("local Fly")]
public sealed class AdoptionTests(LocalFly cloud)
{
    private const string App = "fly:index:App";
    private const string Machine = "fly:index:Machine";

    [Fact]
    public async Task A_first_create_says_nothing_and_one_after_a_killed_run_says_what_it_took_over()
    {
        (string Type, PropertyMap Inputs, string Said)[] all =
        [
            (App, Props.Of(("name", "adopted")), "App 'adopted' of organization 'personal'"),
            ("fly:index:Ip", Props.Of(("app", "adopted"), ("type", "shared_v4")), "Shared_v4 address"),
            ("fly:index:Secret", Props.Of(
                ("app", "adopted"), ("name", "KEY"), ("value", Props.Secret("canary"))), "Secret 'KEY' of app 'adopted'"),
            ("fly:index:Cert", Props.Of(
                ("app", "adopted"), ("hostname", "adopted.example.com")), "The certificate of 'adopted.example.com' for app 'adopted'"),
            ("fly:index:Volume", Props.Of(("app", "adopted"), ("name", "data"), ("region", "iad")), "Volume 'data' (vol_"),
            (Machine, Standby("adopted", "one"), "Machine 'one' ("),
        ];
        var engine = new ListeningEngine();
        using (var killed = cloud.Run(engine))
            foreach (var (type, inputs, _) in all) await killed.CreateAsync(type, "it", inputs);
        Assert.Empty(engine.Said);

        using var run = cloud.Run(engine);
        foreach (var (type, inputs, _) in all) await run.CreateAsync(type, "it", inputs);
        Assert.Equal(all.Length, engine.Said.Count);
        Assert.All(all.Zip(engine.Said), pair =>
        {
            Assert.StartsWith($"it: {pair.First.Said}", pair.Second, StringComparison.Ordinal);
            Assert.EndsWith(" was there already: taken over, not created.", pair.Second, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", pair.Second, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task After_a_clone_by_hand_and_the_end_of_the_original_the_real_one_is_made_again()
    {
        var engine = new ListeningEngine();
        using var run = cloud.Run(engine);
        var app = await run.CreateAsync(App, "cloned", Props.Of(("name", "cloned")));
        var original = await run.CreateAsync(Machine, "one", Standby("cloned", "one"));
        var clone = await CloneAsync("cloned", original.Output("machineId"));
        await run.DeleteAsync(original);
        Assert.Null(await run.ReadAsync(original));

        using var next = cloud.Run(engine);
        var made = await next.CreateAsync(Machine, "one", Standby("cloned", "one"));
        Assert.NotEqual($"cloned/{clone}", made.Id);
        Assert.Equal("one", (string?)(await ShowAsync($"apps/cloned/machines/{made.Output("machineId")}"))!["name"]);
        Assert.Empty(engine.Said);
        Assert.False((await next.DiffAsync((await next.ReadAsync(made))!, Standby("cloned", "one"))).Changes);

        // The app holds something that no resource of the stack made: it is not swept away with it.
        await next.DeleteAsync(made);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => next.DeleteAsync(app));
        Assert.Contains($"1 machine(s) that this stack does not know ({clone})", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_another_place_is_somebody_elses()
    {
        using var theirs = cloud.Run();
        await theirs.CreateAsync(App, "elsewhere", Props.Of(("name", "elsewhere"), ("orgSlug", "theirs")));
        var volume = Props.Of(("app", "elsewhere"), ("name", "data"), ("region", "iad"), ("sizeGb", 10));
        var inIad = await theirs.CreateAsync("fly:index:Volume", "data", volume);
        await theirs.CreateAsync(Machine, "one", Standby("elsewhere", "one"));

        using var ours = cloud.Run();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ours.CreateAsync(App, "elsewhere", Props.Of(("name", "elsewhere"), ("orgSlug", "ours"))));
        Assert.Contains("in organization 'theirs' instead of 'ours'", refusal.Message, StringComparison.Ordinal);
        var inOrd = await ours.CreateAsync("fly:index:Volume", "data", volume.SetItem("region", Props.Value("ord")));
        var smaller = await ours.CreateAsync("fly:index:Volume", "small", volume.SetItem("sizeGb", Props.Value(5)));
        var twin = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ours.CreateAsync(Machine, "one", Standby("elsewhere", "one").SetItem("region", Props.Value("ord"))));
        Assert.Equal(3, new[] { inIad.Id, inOrd.Id, smaller.Id }.Distinct().Count());
        Assert.Contains("in region 'iad'), which this stack did not create there", twin.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_is_taken_over_grows_to_what_is_declared()
    {
        using var run = cloud.Run();
        await run.CreateAsync(App, "grown", Props.Of(("name", "grown")));
        var volume = Props.Of(("app", "grown"), ("name", "data"), ("region", "iad"), ("sizeGb", 3));
        var small = await run.CreateAsync("fly:index:Volume", "data", volume);
        using var next = cloud.Run();
        var grown = await next.CreateAsync("fly:index:Volume", "data", volume.SetItem("sizeGb", Props.Value(8)));
        Assert.Equal(small.Id, grown.Id);
        Assert.Equal(8, (int?)(await ShowAsync($"apps/grown/volumes/{grown.Output("volumeId")}"))!["size_gb"]);
    }

    private PropertyMap Standby(string app, string name) => MachineProps.Of(app, name, cloud.Image, ("skipLaunch", true));

    // As flyctl does it: the whole configuration, labels and all, under another name.
    private async Task<string> CloneAsync(string app, string id)
    {
        var original = await ShowAsync($"apps/{app}/machines/{id}");
        using var http = Api();
        using var answer = await http.PostAsJsonAsync($"apps/{app}/machines", new JsonObject
        {
            ["name"] = "autumn-leaf-1",
            ["region"] = (string?)original!["region"],
            ["config"] = original["config"]!.DeepClone(),
            ["skip_launch"] = true,
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    private async Task<JsonNode?> ShowAsync(string path)
    {
        using var http = Api();
        return await http.GetFromJsonAsync<JsonNode>(path);
    }

    private HttpClient Api()
    {
        var http = new HttpClient { BaseAddress = new Uri(cloud.Address, "/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cloud.Surroundings.Tokens.Fly);
        return http;
    }
}
