namespace PipAi.Providers.Fly.Api;

/// <summary>
/// One list request for all who ask at about the same time. Nobody gets a list that was fetched before they asked: a machine
/// created by then is in it.
/// </summary>
internal sealed class MachineList(Func<CancellationToken, Task<IReadOnlyList<MachineView>>> fetch)
{
    private readonly Lock gate = new();
    private Task<IReadOnlyList<MachineView>>? running;
    private Task<IReadOnlyList<MachineView>>? next;

    public Task<IReadOnlyList<MachineView>> ReadAsync(CancellationToken cancellation)
    {
        Task<IReadOnlyList<MachineView>> mine;
        lock (gate)
        {
            if (running is null or { IsCompleted: true })
            {
                // The shared request must not end because one of those who share it gave up.
                running = next is { IsCompleted: false } ? next : fetch(CancellationToken.None);
                next = running == next ? null : next;
                mine = running;
            }
            else
            {
                next = next is { IsCompleted: false } ? next : AfterAsync(running);
                mine = next;
            }
        }

        return mine.WaitAsync(cancellation);
    }

    private async Task<IReadOnlyList<MachineView>> AfterAsync(Task before)
    {
        await before.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await fetch(CancellationToken.None);
    }
}
