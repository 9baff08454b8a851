using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Journaling;

/// <summary>
/// The state while it changes: what was there before, what this run did so far, and the calls in flight. Every change is one call
/// under one lock; <see cref="SaveAsync"/> returns when the change is on disk. Changes that wait while a write is under way go to
/// disk together with the next one.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly StackState origin;
    private readonly ProviderIdCounts ids = new();
    private readonly JournalEntries olds;
    private readonly JournalEntries news;
    private readonly ReferenceRewrites rewrites = new();
    private readonly List<Intent> intents;
    private readonly Func<StackState, Task>? save;
    private List<TaskCompletionSource> waiting = [];
    private Task writing = Task.CompletedTask;
    private bool isWriting;

    /// <param name="origin">The state to begin with.</param>
    /// <param name="save">Writes a state durably; null in a preview, which keeps all in memory.</param>
    public Journal(StackState origin, Func<StackState, Task>? save)
    {
        this.origin = origin;
        this.save = save;
        (olds, news) = (new JournalEntries(ids), new JournalEntries(ids));
        foreach (var resource in origin.Resources) olds.Add(resource);
        intents = [.. origin.Intents];
    }

    /// <summary>How long writing took, in sum.</summary>
    public TimeSpan Writing { get; private set; }

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    /// <summary>The state as it is now.</summary>
    public StackState Current
    {
        get
        {
            lock (gate) return Compose();
        }
    }

    /// <summary>Several changes as one: no write comes between them, so a run that dies leaves all of them or none.</summary>
    public void Together(Action changes)
    {
        lock (gate) changes();
    }

    /// <summary>Adds a version of a resource made by this run, in place of an old one if there was one.</summary>
    public void Add(ResourceState state, ResourceState? replaces)
    {
        lock (gate)
        {
            if (replaces is not null)
            {
                Drop(replaces);
                rewrites.Rename(replaces.Urn, state.Urn);
            }

            news.Add(state);
        }
    }

    /// <summary>Exchanges one version of a resource for another in the same place.</summary>
    public void Exchange(ResourceState before, ResourceState after)
    {
        lock (gate)
        {
            rewrites.Rename(before.Urn, after.Urn);
            if (!olds.TryExchange(before, after)) _ = news.TryExchange(before, after);
        }
    }

    /// <summary>Removes a resource, or leaves another version in its place.</summary>
    public void Remove(ResourceState state, ResourceState? left)
    {
        lock (gate)
        {
            if (left is null) Drop(state);
            else Exchange(state, left);
        }
    }

    /// <summary>The same, but only if another entry stands for what the provider knows by the same id; false if not.</summary>
    public bool RemoveIfShared(ResourceState state, ResourceState? left)
    {
        lock (gate)
        {
            var own = olds.Find(state) ?? news.Find(state);
            var isShared = ids.HasAnother(state, own);
            if (isShared) Remove(state, left);
            return isShared;
        }
    }

    /// <summary>Removes a resource that is gone, with all mention of it: others must not refer to what is not there.</summary>
    public void RemoveWithReferences(ResourceState state)
    {
        lock (gate)
        {
            Drop(state);
            rewrites.Forget(state.Urn);
        }
    }

    /// <summary>Notes that a provider call is about to be made.</summary>
    public Intent Begin(string kind, ResourceState resource)
    {
        var intent = new Intent(kind, resource);
        lock (gate) intents.Add(intent);
        return intent;
    }

    /// <summary>Notes that the outcome of a call is known.</summary>
    public void End(Intent intent)
    {
        lock (gate) intents.RemoveAll(entry => ReferenceEquals(entry, intent));
    }

    /// <summary>Notes that a resource is gone, no matter what deleted it: this run, or one before it whose answer was lost.</summary>
    public void EndDeletions(ResourceState gone)
    {
        lock (gate)
            intents.RemoveAll(intent => intent.Kind == "deleting" && intent.Resource.Urn == gone.Urn && intent.Resource.Id == gone.Id);
    }

    /// <summary>
    /// Notes that a creation found what an interrupted one may have left. Providers find it by what is text in its inputs (name,
    /// region, owner); where that differs, there may be two.
    /// </summary>
    public void Settle(ResourceState made)
    {
        lock (gate)
            intents.RemoveAll(
                intent =>
                    intent.Kind == "creating" && intent.Resource.Urn == made.Urn
                        && Texts(intent.Resource.Inputs).SetEquals(Texts(made.Inputs)));

        static HashSet<KeyValuePair<string, PropertyValue>> Texts(PropertyMap inputs) =>
            [.. inputs.Where(input => input.Value is PropertyValue.Text or PropertyValue.Secret { Value: PropertyValue.Text })];
    }

    /// <summary>Returns when all that was changed before the call is on disk.</summary>
    public Task SaveAsync()
    {
        if (save is null) return Task.CompletedTask;
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(saved);
            if (!isWriting) writing = Task.Run(WriteWaitingAsync);
            isWriting = true;
        }

        return saved.Task;
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate) last = writing;
        await last;
    }

    /// <summary>One group after the other: each is all that came while the one before it was written.</summary>
    private async Task WriteWaitingAsync()
    {
        while (true)
        {
            List<TaskCompletionSource> group;
            StackState state;
            lock (gate)
            {
                (group, waiting) = (waiting, []);
                isWriting = group.Count > 0;
                if (!isWriting) return;
                state = Compose();
            }

            await WriteAsync(group, state);
        }
    }

    private async Task WriteAsync(List<TaskCompletionSource> group, StackState state)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            await save!(state);
            Writing += System.Diagnostics.Stopwatch.GetElapsedTime(started);
            Writes++;
            foreach (var saved in group) saved.SetResult();
        }
#pragma warning disable CA1031 // The caller that awaits the write gets the error.
        catch (Exception error)
#pragma warning restore CA1031
        {
            foreach (var saved in group) saved.SetException(error);
        }
    }

    private void Drop(ResourceState state)
    {
        if (!olds.TryRemove(state)) _ = news.TryRemove(state);
    }

    private StackState Compose()
    {
        var all = rewrites.TakeNew();
        olds.Rewrite(rewrites, all);
        news.Rewrite(rewrites, all);
        return origin with
        {
            Resources = StateOrder.Sorted([.. news.Present, .. olds.Present]),
            Intents = [.. intents],
        };
    }
}
