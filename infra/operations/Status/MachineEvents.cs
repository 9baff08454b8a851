using PipAi.Operations.Platform;

namespace PipAi.Operations.Status;

/// <summary>What happened to the machines of an app.</summary>
internal static class MachineEvents
{
    /// <summary>The events.</summary>
    /// <param name="before">The app before.</param>
    /// <param name="after">The app now.</param>
    /// <param name="at">The time.</param>
    /// <param name="except">Regions of which all is said.</param>
    public static IEnumerable<StatusEvent> Between(AppSnapshot before, AppSnapshot after, DateTimeOffset at, IReadOnlySet<string> except)
    {
        var (old, now) = (before.Machines!.Value, after.Machines!.Value);
        var byId = old.ToDictionary(machine => machine.Id);
        var gone = old.Where(machine => now.All(one => one.Id != machine.Id)).ToLookup(machine => machine.Name);
        var names = now.Select(machine => machine.Name).ToHashSet();
        StatusEvent Event(FleetMachine machine, (EventSeverity Severity, string Text) what) =>
            new(at, what.Severity, "machine", machine.Name, $"in {machine.Region} {what.Text}");
        foreach (var machine in now.Where(machine => !except.Contains(machine.Region)))
        {
            if (byId.TryGetValue(machine.Id, out var same))
                foreach (var what in Changes(same, machine, IsMissed(after, machine.Region))) yield return Event(machine, what);
            else
                yield return Event(machine, (EventSeverity.Note, gone[machine.Name].FirstOrDefault() is { } earlier
                    ? $"was replaced: {Running(earlier, machine)}" : $"was made, and is {machine.State}"));
        }

        foreach (var machine in gone.SelectMany(group => group))
            if (!names.Contains(machine.Name) && !except.Contains(machine.Region))
                yield return Event(machine, (IsMissed(after, machine.Region) ? EventSeverity.Warning : EventSeverity.Note, "is gone"));
    }

    /// <summary>Fewer are healthy than run there by the program: one that stands by may stop.</summary>
    private static bool IsMissed(AppSnapshot app, string region) => app.Healthy(region) < app.Declared.GetValueOrDefault(region);

    private static IEnumerable<(EventSeverity Severity, string Text)> Changes(FleetMachine was, FleetMachine now, bool isMissed)
    {
        const string Started = "started";
        if (was.Version != now.Version && was.Version.Length > 0) yield return (EventSeverity.Note, $"was updated: {Running(was, now)}");
        if (was.IsReachable && !now.IsReachable) yield return (EventSeverity.Warning, "is on a host that Fly does not reach");
        if (was.State != Started && now.State == Started) yield return (EventSeverity.Note, "started");
        if (was.State == Started && now.State != Started)
            yield return (isMissed ? EventSeverity.Warning : EventSeverity.Note, $"is {now.State}");
        if (was.State != Started || now.State != Started) yield break;
        if (was.Healthy && !now.Healthy)
            yield return (EventSeverity.Warning, $"is unhealthy: {now.ChecksPassing} of {now.ChecksTotal} checks pass");
        if (!was.Healthy && now.Healthy) yield return (EventSeverity.Note, "is healthy");
        if (now.Restarts > was.Restarts) yield return (EventSeverity.Warning, "restarted: its process had ended");
    }

    private static string Running(FleetMachine was, FleetMachine now) =>
        was.Image == now.Image ? $"image {now.Image}, as before" : $"image {now.Image}, before it {was.Image}";
}
