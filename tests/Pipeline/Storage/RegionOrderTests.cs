using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Pipeline.Tests.Storage;

public sealed class RegionOrderTests
{
    private readonly FakeTimeProvider time = new();
    private readonly RegionOrder order;

    public RegionOrderTests() => order = new RegionOrder([new("a", "1"), new("b", "2"), new("c", "3")], time);

    private string Now => string.Concat(order.Now().Select(bucket => bucket.Region));

    [Fact]
    public void A_failed_region_is_asked_last_for_twenty_seconds()
    {
        Assert.Equal("abc", Now);
        order.Failed("a");
        Assert.Equal("bca", Now);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("bca", Now);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("abc", Now);
    }

    [Fact]
    public void A_region_that_serves_again_is_asked_in_its_turn()
    {
        order.Failed("a");
        order.Failed("b");
        Assert.Equal("cab", Now);
        order.Served("a");
        Assert.Equal("acb", Now);
    }
}
