using System.Net;
using static PipAi.LocalCloud.Tests.Fly.ProxyBed;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>Which machine the proxy chooses: by where the caller is, and by what it asks for.</summary>
public sealed class RoutingTests
{
    [Fact]
    public async Task A_caller_of_unknown_place_is_in_the_primary_region_and_a_standby_elsewhere_gets_nothing_of_it()
    {
        await using var fly = await WithAddressesAsync();
        // The standby is the older one, and it runs since it was needed once: neither makes its region the primary one.
        var standby = await LaunchAsync(fly, "standby", "ord", ""","autostart":true,"autostop":"stop" """);
        var (first, second) = (await LaunchAsync(fly, "one", "iad"), await LaunchAsync(fly, "two", "iad"));
        var asleep =
            (string)(await fly.CreateAsync(App, "asleep", "iad", Service(""","autostart":true"""), ""","skip_launch":true"""))["id"]!;
        Assert.Equal(Sorted(first, second), await WhoAsync(fly, 30, region: null));
        Assert.Equal([standby], await WhoAsync(fly, 30, "ord"));
        Assert.Equal("stopped", (string)(await fly.OkAsync("GET", $"/v1/apps/{App}/machines/{asleep}"))["state"]!);
    }

    [Fact]
    public async Task Of_two_regions_with_as_many_machines_the_one_that_PRIMARY_REGION_names_is_asked_or_else_the_oldest()
    {
        await using var fly = await WithAddressesAsync();
        var older = await LaunchAsync(fly, "older", "ord");
        var newer = await LaunchAsync(fly, "newer", "iad");
        Assert.Equal([older], await WhoAsync(fly, 30, region: null));
        await fly.OkAsync(
            "POST", $"/v1/apps/{App}/machines/{newer}",
            fly.Machine(App, "newer", config: Service() + ""","env":{"PRIMARY_REGION":"iad"}"""));
        // Its new version has to be there first.
        await Eventually.TrueAsync(async () => (await WhoAsync(fly, 1, region: null)).SetEquals([newer]));
        Assert.Equal([newer], await WhoAsync(fly, 30, region: null));
    }

    [Fact]
    public async Task Preferred_regions_are_tried_in_order_by_code_or_alias_and_forced_ones_have_no_fallback()
    {
        await using var fly = await WithAddressesAsync();
        var (east, west) = (await LaunchAsync(fly, "east", "iad"), await LaunchAsync(fly, "west", "lax"));
        Assert.Equal([west], await WhoAsync(fly, 4, "syd,lax,iad"));
        Assert.Equal([east], await WhoAsync(fly, 4, "eu,us"));
        Assert.Equal([east], await WhoAsync(fly, 4, "nowhere"));
        Assert.Equal([west], await WhoAsync(fly, 4, header: "fly-force-region", region: "ord,lax"));
        using var refused = await fly.ThroughProxyAsync(
            $"{App}.fly.dev", "/who", request => request.Headers.Add("fly-force-region", "ord"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task A_preferred_machine_serves_or_its_deputy_learns_of_it_and_a_forced_one_is_started()
    {
        await using var fly = await WithAddressesAsync();
        var (near, far) = (await LaunchAsync(fly, "near", "iad"), await LaunchAsync(fly, "far", "lax"));
        var asleep =
            (string)(await fly.CreateAsync(App, "asleep", "lax", Service(""","autostart":true"""), ""","skip_launch":true"""))["id"]!;
        Assert.Equal([far], await WhoAsync(fly, 2, header: "fly-prefer-instance-id", region: far));
        using var deputy = await fly.ThroughProxyAsync(
            $"{App}.fly.dev", "/headers", request => request.Headers.Add("fly-prefer-instance-id", asleep));
        Assert.Contains(
            $"Fly-Preferred-Instance-Unavailable: {asleep}", await deputy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal([asleep], await WhoAsync(fly, 2, header: "fly-force-instance-id", region: asleep));
        Assert.Equal([near], await WhoAsync(fly, 2));
    }

    private static SortedSet<string> Sorted(params string[] machines) => new(machines, StringComparer.Ordinal);
}
