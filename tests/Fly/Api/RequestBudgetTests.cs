using Microsoft.Extensions.Time.Testing;
using PipAi.Providers.Fly.Api;

namespace PipAi.Fly.Tests.Api;

/// <summary>Fly's rate limits, kept on our side.</summary>
public sealed class RequestBudgetTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Three_requests_pass_at_once_and_then_one_a_second()
    {
        var budget = new RequestBudget(time);
        var waits = Enumerable.Range(0, 5).Select(_ => budget.TakeAsync(("create", "app"), CancellationToken.None)).ToArray();
        Assert.Equal([true, true, true, false, false], waits.Select(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true, false], waits[3..].Select(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(waits[4].IsCompleted);
    }

    [Fact]
    public void Each_action_and_each_machine_has_a_budget_of_its_own()
    {
        var budget = new RequestBudget(time);
        for (var i = 0; i < 3; i++) Assert.True(budget.TakeAsync(("update", "one"), CancellationToken.None).IsCompleted);
        Assert.True(budget.TakeAsync(("update", "two"), CancellationToken.None).IsCompleted);
        Assert.True(budget.TakeAsync(("stop", "one"), CancellationToken.None).IsCompleted);
        Assert.False(budget.TakeAsync(("update", "one"), CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void Reads_of_a_machine_pass_ten_at_once_and_five_a_second()
    {
        var budget = new RequestBudget(time);
        var waits = Enumerable.Range(0, 16).Select(_ => budget.TakeAsync(("get", "one"), CancellationToken.None)).ToArray();
        Assert.Equal(10, waits.Count(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(15, waits.Count(wait => wait.IsCompleted));
    }
}
