using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace PipAi.Operations.Tests.Drills;

/// <summary>
/// Runs asynchronous code on the test's own thread against a fake clock: the clock moves only when nothing is left to do, so a
/// busy machine can't let it run ahead of the code under test.
/// </summary>
internal sealed class SteppedRun(FakeTimeProvider time) : SynchronizationContext
{
    private const int MostSteps = 50_000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> queue = [];

    public override void Post(SendOrPostCallback d, object? state) => queue.Add((d, state));

    /// <summary>Starts the code and turns the clock until <paramref name="condition"/> holds.</summary>
    public Task<T> UntilAsync<T>(Func<Task<T>> start, Func<Task<T>, bool> condition)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = start();
            for (var steps = 0; !condition(task); steps++)
            {
                Assert.True(steps < MostSteps, "it did not get there");
                if (!RunOne()) time.Advance(Step);
            }

            return task;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Work may still be on its way from a pool thread (a cancellation is), so an empty queue gets a moment.</summary>
    private bool RunOne()
    {
        if (!queue.TryTake(out var next, TimeSpan.FromMilliseconds(1))) return false;
        next.Work(next.State);
        return true;
    }
}
