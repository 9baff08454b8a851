using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Engine.Tests;

public sealed class DeletionOrderTests
{
    [Fact]
    public void What_depends_on_another_goes_before_it_and_what_depends_on_nothing_goes_at_once()
    {
        var network = Thing("network");
        var machine = Thing("machine", network);
        var check = Thing("check", machine);
        var bucket = Thing("bucket");

        Assert.Equal("bucket check, machine, network", Waves([network, machine, check, bucket], [network, machine, check, bucket]));
    }

    [Fact]
    public void A_parent_a_provider_and_what_a_resource_goes_with_wait_for_it()
    {
        var provider = Thing("provider");
        var parent = Thing("parent");
        var account = Thing("account");
        var child = Thing("child") with { Parent = parent.Urn, Provider = $"{provider.Urn}::id", DeletedWith = account.Urn };

        Assert.Equal("child, account parent provider", Waves([provider, parent, account, child], [provider, parent, account, child]));
    }

    [Fact]
    public void What_stays_holds_nothing_back_and_is_not_named()
    {
        var network = Thing("network");
        var machine = Thing("machine", network);
        var check = Thing("check", machine);

        Assert.Equal("check network", Waves([network, machine, check], [network, check]));
    }

    [Fact]
    public void A_predecessor_of_the_same_name_is_what_came_before_the_dependent()
    {
        var old = Thing("network") with { Id = "old", Delete = true };
        var machine = Thing("machine", old);
        var next = Thing("network") with { Id = "next" };

        Assert.Equal("machine network/next, network/old", Waves([old, machine, next], [old, machine, next]));
    }

    [Fact]
    public void Nothing_doomed_makes_no_wave() => Assert.Equal("", Waves([Thing("network")], []));

    private static ResourceState Thing(string name, params ResourceState[] needed) => new()
    {
        Urn = $"urn:pulumi:test::project::kind:index:Thing::{name}",
        Type = "kind:index:Thing",
        Custom = true,
        Dependencies = [.. needed.Select(one => one.Urn)],
    };

    /// <summary>The waves by name, parted by commas.</summary>
    private static string Waves(ResourceState[] all, ResourceState[] doomed) => string.Join(", ", DeletionOrder
        .Waves(all, doomed.ToHashSet())
        .Select(wave => string.Join(' ', wave.Select(state => state.Urn.Split("::")[^1] + (state.Id.Length == 0 ? "" : $"/{state.Id}")))));
}
