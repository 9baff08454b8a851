namespace PipAi.Workers.Pipeline.Parsing;

/// <summary>
/// Asks a second time when the first answer is slow, once and no more, and takes the first that is an answer; the other call is
/// cancelled. So an instance that froze costs a document the wait for the second call, and not the time limit.
/// </summary>
/// <param name="after">How long the first call is waited for alone.</param>
/// <param name="time">Measures it.</param>
internal sealed class Hedge(TimeSpan after, TimeProvider time)
{
    /// <summary>The first answer, or the failure that is one.</summary>
    /// <param name="call">Makes the call; it is told whether it is the second one.</param>
    /// <param name="isAnswer">Whether a failure answers the question, too; any other is left to the other call.</param>
    /// <param name="cancellation">Gives both up.</param>
    public async Task<T> FirstAsync<T>(
        Func<bool, CancellationToken, Task<T>> call, Func<Exception, bool> isAnswer, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var alone = Task.Delay(after, time, stop.Token);
        List<Task<T>> calls = [call(false, stop.Token)];
        try
        {
            if (await Task.WhenAny(calls[0], alone) == calls[0]) return await calls[0];
            cancellation.ThrowIfCancellationRequested();
            calls.Add(call(true, stop.Token));
            var earlier = await Task.WhenAny(calls);
            var isDone = earlier.IsCompletedSuccessfully || (earlier.Exception?.InnerException is { } failure && isAnswer(failure));
            return await (isDone ? earlier : calls.Single(other => other != earlier));
        }
        finally
        {
            await stop.CancelAsync();
            // A call that was cancelled is over before its document is given up.
            await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
