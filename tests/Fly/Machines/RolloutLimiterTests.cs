using PipAi.Providers.Fly.Rollouts;

namespace PipAi.Fly.Tests.Machines;

/// <summary>Machines of one group take turns, and stop at the first failure.</summary>
public sealed class RolloutLimiterTests
{
    private readonly RolloutLimiter gate = new("demo (worker)");

    [Fact]
    public async Task The_next_enters_only_when_the_one_before_has_left()
    {
        var first = await gate.AcquireAsync("one", 1, CancellationToken.None);
        var second = gate.AcquireAsync("two", 1, CancellationToken.None);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task As_many_enter_as_may_be_unavailable()
    {
        var entered = Enumerable.Range(1, 4).Select(i => gate.AcquireAsync($"machine-{i}", 2, CancellationToken.None)).ToArray();
        Assert.Equal(2, entered.Count(turn => turn.IsCompleted));
        (await entered[0]).Dispose();
        await entered[2];
        Assert.False(entered[3].IsCompleted);
    }

    [Fact]
    public async Task A_failure_closes_the_gate_for_those_who_wait_and_those_who_come()
    {
        var first = await gate.AcquireAsync("one", 1, CancellationToken.None);
        var waiting = Enumerable.Range(2, 3).Select(i => gate.AcquireAsync($"machine-{i}", 1, CancellationToken.None)).ToArray();
        first.Fail();
        first.Dispose();
        foreach (var turn in waiting)
        {
            var refusal = await Assert.ThrowsAsync<RolloutStoppedException>(() => turn);
            Assert.Contains("machine 'one' of the group demo (worker) failed earlier", refusal.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<RolloutStoppedException>(() => gate.AcquireAsync("late", 1, CancellationToken.None));
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        var first = await gate.AcquireAsync("one", 1, CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var second = gate.AcquireAsync("two", 1, impatient.Token);
        var third = gate.AcquireAsync("three", 1, CancellationToken.None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await third).Dispose();
    }
}
