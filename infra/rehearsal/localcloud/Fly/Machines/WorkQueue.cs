using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Does one thing after the other, in the order given.</summary>
internal sealed class WorkQueue : IAsyncDisposable
{
    private readonly Channel<Func<Task>> items = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task loop;
    private volatile bool closed;

    /// <summary>Starts with nothing to do; failures are logged under the name.</summary>
    public WorkQueue(string name, ILogger log) => loop = RunAsync(name, log);

    /// <summary>Adds something to do; nothing happens once the queue is closed.</summary>
    public void Post(Func<Task> item) => items.Writer.TryWrite(item);

    /// <summary>Drops what has not begun and waits for what has.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        items.Writer.TryComplete();
        await loop;
    }

    private async Task RunAsync(string name, ILogger log)
    {
        await foreach (var item in items.Reader.ReadAllAsync())
        {
            if (closed) continue;
            try
            {
                await item();
            }
            catch (KeyNotFoundException)
            {
                // The machine was removed with its app while this was queued.
            }
            catch (Exception exception)
            {
                // One failed step must not end the queue: the machine could be neither stopped nor destroyed any more.
                log.LogError(exception, "Machine {Machine} could not be carried on.", name);
            }
        }
    }
}
