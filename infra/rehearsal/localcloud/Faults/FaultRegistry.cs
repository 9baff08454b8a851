using System.Collections.Immutable;
using System.Globalization;

namespace PipAi.LocalCloud.Faults;

/// <summary>
/// The faults that hold now. Every vendor service asks <see cref="Match"/> once for each request; the control API adds and
/// removes. Safe for concurrent use.
/// </summary>
public sealed class FaultRegistry
{
    private readonly Lock gate = new();
    private ImmutableList<Entry> entries = [];
    private int lastNumber;

    /// <summary>Raised after a fault was added, removed or used up, on the thread that did it.</summary>
    public event Action? Changed;

    /// <summary>The faults that hold, oldest first; <see cref="Fault.Times"/> is what is left.</summary>
    public IReadOnlyList<Fault> Faults => Volatile.Read(ref entries).ConvertAll(entry => entry.Fault);

    /// <summary>Adds a fault and returns it with its id.</summary>
    /// <exception cref="ArgumentException">The id is taken, or <see cref="Fault.Times"/> is under 1.</exception>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Times < 1) throw new ArgumentException($"A fault holds at least once; times is '{fault.Times}'.", nameof(fault));
        lock (gate)
        {
            if (fault.Id.Length == 0) fault = fault with { Id = NextId() };
            if (entries.Exists(entry => entry.Fault.Id == fault.Id))
                throw new ArgumentException($"There is already a fault '{fault.Id}'.", nameof(fault));
            entries = entries.Add(new Entry(fault, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        Changed?.Invoke();
        return fault;
    }

    /// <summary>Removes a fault; false when there is none of that id.</summary>
    public bool Remove(string id)
    {
        Entry? removed;
        lock (gate)
        {
            removed = entries.Find(entry => entry.Fault.Id == id);
            if (removed is null) return false;
            entries = entries.Remove(removed);
        }

        removed.Removed.TrySetResult();
        Changed?.Invoke();
        return true;
    }

    /// <summary>The oldest fault that holds for a request, counted as used once; null when none does.</summary>
    /// <param name="service">Name of the service that asks.</param>
    /// <param name="region">The region the request is for; null when it is for none.</param>
    /// <param name="operation">The operation, in the form of <see cref="Fault.Operation"/>.</param>
    /// <param name="ofDarkRegions">
    /// Whether a fault that makes the whole region dark counts. It does not where the service itself stays reachable and only what
    /// it runs in the region is lost, as with Fly's API.
    /// </param>
    public Fault? Match(string service, string? region, string operation, bool ofDarkRegions = true)
    {
        Entry? match;
        var usedUp = false;
        lock (gate)
        {
            match = entries.Find(entry =>
                entry.Fault.Matches(service, region, operation) && (ofDarkRegions || !entry.Fault.IsDarkRegion));
            if (match is null) return null;
            if (match.Fault.Times is { } times)
            {
                usedUp = times == 1;
                entries = usedUp
                    ? entries.Remove(match)
                    : entries.Replace(match, match with { Fault = match.Fault with { Times = times - 1 } });
            }
        }

        if (usedUp)
        {
            match.Removed.TrySetResult();
            Changed?.Invoke();
        }

        return match.Fault;
    }

    /// <summary>
    /// The same for a request that is for one region and comes from another, each null where it is not known: a fault may hold for either.
    /// </summary>
    public Fault? MatchAny(string service, IEnumerable<string?> regions, string operation)
    {
        List<string?> known = [.. regions.OfType<string>()];
        if (known.Count == 0) known.Add(null);
        return known.Select(region => Match(service, region, operation)).FirstOrDefault(match => match is not null);
    }

    /// <summary>Whether a whole region of a service is dark, without counting a use: faults with an operation do not count.</summary>
    public bool IsDark(string service, string region) => Volatile.Read(ref entries).Exists(entry =>
        entry.Fault.IsDarkRegion && entry.Fault.Service == service && entry.Fault.Region == region);

    /// <summary>Ends when the fault is no longer on the board; at once when it is not.</summary>
    public Task UntilRemovedAsync(string id, CancellationToken cancellation) =>
        Volatile.Read(ref entries).Find(entry => entry.Fault.Id == id)?.Removed.Task.WaitAsync(cancellation) ?? Task.CompletedTask;

    private string NextId()
    {
        string id;
        do id = string.Create(CultureInfo.InvariantCulture, $"fault-{++lastNumber}");
        while (entries.Exists(entry => entry.Fault.Id == id));
        return id;
    }

    private sealed record Entry(Fault Fault, TaskCompletionSource Removed);
}
