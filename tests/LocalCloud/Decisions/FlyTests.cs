using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.Proxy;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>Whether Fly starts a machine again, where a request goes and how many a machine takes: the decisions, in tables.</summary>
public sealed class FlyTests
{
    [Theory]
    [InlineData("Never", null, 1, 0, false)]
    [InlineData("OnFailure", null, 0, 0, false)]
    [InlineData("OnFailure", null, 1, 9, true)]
    [InlineData("OnFailure", null, 1, 10, false)]
    [InlineData("OnFailure", 2, 137, 1, true)]
    [InlineData("OnFailure", 2, 137, 2, false)]
    [InlineData("OnFailure", 0, 1, 0, false)]
    [InlineData("Always", null, 0, 5000, true)]
    [InlineData("Always", 3, 0, 2, true)]
    [InlineData("Always", 3, 0, 3, false)]
    public void A_machine_whose_process_ended_is_started_again(string policy, int? most, int code, int recent, bool isStarted) =>
        Assert.Equal(isStarted, RestartPolicy.Restarts(new RestartConfig(Enum.Parse<RestartWhen>(policy), most), code, recent));

    [Theory]
    [InlineData(0, 500)]
    [InlineData(1, 1000)]
    [InlineData(4, 8000)]
    [InlineData(5, 10_000)]
    [InlineData(6, 10_000)]
    [InlineData(4000, 10_000)]
    public void It_waits_half_a_second_doubled_each_time_ten_seconds_at_most(int recent, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RestartPolicy.Delay(recent));

    [Fact]
    public void A_machine_takes_requests_up_to_its_hard_limit_and_again_when_one_is_done()
    {
        var loads = new MachineLoads();
        var first = loads.TryEnter("m", 2);
        var second = loads.TryEnter("m", 2);
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Null(loads.TryEnter("m", 2));
        Assert.Equal((2, 0), (loads.Of("m"), loads.Of("other")));
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, loads.Of("m"));
        Assert.NotNull(loads.TryEnter("m", 2));
        Assert.NotNull(loads.TryEnter("m", null));
        Assert.Equal(3, loads.Of("m"));
    }

    [Theory]
    [InlineData("pip-ai.fly.dev", "Public", "pip-ai", "")]
    [InlineData("PIP-AI.fly.dev.", "Public", "pip-ai", "")]
    [InlineData("pip-ai.fly.dev.localhost", "Public", "pip-ai", "")]
    [InlineData("pip-ai.flycast", "Flycast", "pip-ai", "")]
    [InlineData("pip-ai.internal", "Internal", "pip-ai", "")]
    [InlineData("9080e6f3c12345.vm.pip-ai.internal", "Internal", "pip-ai", "9080e6f3c12345")]
    [InlineData("pip-ai-git-main.vercel.app", "Vercel", "pip-ai-git-main.vercel.app", "")]
    [InlineData("a.b.fly.dev", null, "", "")]
    [InlineData("fly.dev", null, "", "")]
    [InlineData("example.com", null, "", "")]
    [InlineData("", null, "", "")]
    public void A_host_name_says_which_app_is_asked_and_from_where(string host, string? kind, string app, string machine) => Assert.Equal(
        kind is null ? null : new ProxyHost(Enum.Parse<ProxyHostKind>(kind), app, machine), ProxyHost.Parse(host));

    [Theory]
    [InlineData("iad", "iad")]
    [InlineData("iad, ord", "iad,ord")]
    [InlineData("eu", "fra,ams,cdg,arn")]
    [InlineData("ams,eu", "ams,fra,cdg,arn")]
    [InlineData("moon,iad", "iad")]
    [InlineData("", "")]
    public void A_header_names_regions_and_aliases_best_first(string header, string regions)
    {
        var wish = RoutingWish.Of(new HeaderDictionary { ["Fly-Prefer-Region"] = header });
        Assert.Equal(regions, string.Join(',', wish.Preferred));
        Assert.Null(wish.Forced);
    }

    [Theory]
    [InlineData("moon")]
    [InlineData("ord")]
    public void A_region_that_is_forced_has_no_fallback_even_if_there_is_no_such_region(string region)
    {
        var wish = RoutingWish.Of(new HeaderDictionary { ["Fly-Force-Region"] = region });
        Assert.NotNull(wish.Forced);
        Assert.Equal(region == "ord" ? ["ord"] : [], wish.Forced.Value);
    }

    [Theory]
    [InlineData("iad", "iad", "iad")]
    [InlineData("iad,ord,moon", "ord", "")]
    [InlineData("moon", "iad", "")]
    [InlineData("us", "ewr", "iad,ord,lax,dfw,ewr,sjc")]
    public void Regions_of_a_creation_are_all_known_or_none_is(string text, string member, string all)
    {
        var candidates = Regions.Candidates(text);
        Assert.Equal(all, string.Join(',', candidates));
        Assert.Equal(all.Length > 0, candidates.Contains(member));
    }

    [Theory]
    [InlineData("iad", "iad", "ord")]
    [InlineData("iad", "ewr", "lax")]
    [InlineData("fra", "ams", "iad")]
    [InlineData("nrt", "sin", "fra")]
    public void A_near_region_is_nearer_than_a_far_one(string from, string near, string far)
    {
        Assert.True(Regions.Distance(from, near) < Regions.Distance(from, far));
        Assert.Equal(Regions.Distance(from, far), Regions.Distance(far, from), 6);
    }
}
