namespace PipAi.Operations.Status;

/// <summary>What happened to regions, and to machines in regions that are neither lost nor back: there it is said once.</summary>
internal static class RegionEvents
{
    public static IEnumerable<StatusEvent> Between(PlatformStatus before, PlatformStatus after)
    {
        var known = before.Apps.Join(after.Apps, app => app.Name, app => app.Name, (was, now) => (Was: was, Now: now))
            .Where(pair => pair.Was.Machines is not null && pair.Now.Machines is not null).ToList();
        foreach (var (was, now) in known)
        {
            var told = new HashSet<string>();
            foreach (var region in was.Regions.Union(now.Regions).Order(StringComparer.Ordinal))
            {
                var (healthy, left) = (was.Healthy(region), now.Healthy(region));
                var of = now.Declared.GetValueOrDefault(region);
                if (of == 0 || healthy > 0 == left > 0) continue;
                told.Add(region);
                yield return left == 0
                    ? new(after.At, EventSeverity.Alarm, "region", region, $"has no healthy machine of {now.Role} left, of {of}")
                    : new(after.At, EventSeverity.Note, "region", region, $"has {left} of {of} healthy machines of {now.Role} again");
            }

            foreach (var happened in MachineEvents.Between(was, now, after.At, told)) yield return happened;
        }
    }
}
