using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// Waits until a machine runs the wanted version and all its checks pass. Only results that are newer than the change count, and
/// a machine that can no longer become healthy fails at once instead of at the deadline.
/// </summary>
internal sealed class MachineHealth(FlySession session, MachineTarget target, RolloutPlan plan)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits for start and health of one version.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="instance">The version.</param>
    /// <param name="since">When the version came to be, by Fly's clock.</param>
    /// <param name="config">Its configuration, which names the checks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The healthy machine.</returns>
    /// <exception cref="MachineUnhealthyException">It failed, or the deadline passed.</exception>
    public async Task<MachineView> WaitAsync(
        string id, string instance, DateTimeOffset? since, PropertyMap config, CancellationToken cancellation)
    {
        await session.Log.StatusAsync("waits until it is started", target.Urn);
        await WaitForStartAsync(id, instance, cancellation);
        if (plan.Immediate) return await ReadAsync(id, cancellation);
        var names = config.Map("checks").Keys.ToImmutableArray();
        var services = config.List("services").Sum(service => service.TryGetMap(out var map) ? map.List("checks").Length : 0);
        return names.Length + services > 0
            ? await WaitForChecksAsync(id, names, services, since ?? DateTimeOffset.MinValue, cancellation)
            : await StaysUpAsync(id, cancellation);
    }

    private async Task WaitForStartAsync(string id, string instance, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            var left = plan.WaitTimeout - session.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw Unhealthy(id, $"it was not started within {Durations.Format(plan.WaitTimeout)}.");
            if (await session.Machines.WaitAsync(target.App, id, "started", instance, left < Slice ? left : Slice, cancellation)) return;
            var machine = await ReadAsync(id, cancellation);
            if (machine.State == "started" && machine.InstanceId == instance) return;
            ThrowIfHopeless(machine);
            await session.DelayAsync(TimeSpan.FromMilliseconds(Math.Min(2000, 500 * (tries + 1))), cancellation);
        }
    }

    private async Task<MachineView> WaitForChecksAsync(
        string id, ImmutableArray<string> names, int services, DateTimeOffset since, CancellationToken cancellation)
    {
        var (started, told) = (session.Time.GetTimestamp(), -1);
        while (true)
        {
            var machine = await ReadAsync(id, cancellation);
            var fresh = machine.Checks.Where(check => check.IsAtLeastAsNewAs(since)).ToArray();
            var declared = fresh.Where(check => names.Contains(check.Name)).ToArray();
            var ofServices = fresh.Where(IsOfService).ToArray();
            var passing = declared.Concat(ofServices).Count(check => check.IsPassing);
            if (declared.Length == names.Length && ofServices.Length >= services && passing == declared.Length + ofServices.Length)
                return machine;
            ThrowIfHopeless(machine);
            if (told != passing)
                await session.Log.StatusAsync($"waits for its checks: {passing} of {names.Length + services} pass", target.Urn);
            told = passing;
            if (session.Time.GetElapsedTime(started) >= plan.HealthTimeout)
                throw Unhealthy(
                    id, $"its checks did not pass within {Durations.Format(plan.HealthTimeout)}: {Describe(machine, names, services)}.");
            await session.DelayAsync(BetweenReads, cancellation);
        }
    }

    // Without a check the only evidence is that the process does not end.
    private async Task<MachineView> StaysUpAsync(string id, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        await session.Log.StatusAsync($"has no check: watched for {Durations.Format(plan.SmokeTime)}", target.Urn);
        while (true)
        {
            var machine = await ReadAsync(id, cancellation);
            ThrowIfHopeless(machine);
            if (session.Time.GetElapsedTime(started) >= plan.SmokeTime) return machine;
            await session.DelayAsync(BetweenReads * 2, cancellation);
        }
    }

    private async Task<MachineView> ReadAsync(string id, CancellationToken cancellation) =>
        await session.Machines.FindAsync(target.App, id, cancellation) ?? throw Unhealthy(id, "it was deleted meanwhile.");

    private void ThrowIfHopeless(MachineView machine)
    {
        var exit = machine.LastExit;
        if (exit is { IsCrashLoop: true }) throw Unhealthy(machine.Id, $"{exit.Description}, again and again ({exit.Restarts} restarts).");
        if (machine.State is "failed" or "launch_failed" or "destroyed" or "destroying")
            throw Unhealthy(machine.Id, $"its state is '{machine.State}'{(exit is null ? "" : "; " + exit.Description)}.");
        if (machine.State == "stopped" && exit is { Restarting: false, Requested: false })
            throw Unhealthy(machine.Id, $"{exit.Description}, and its restart policy does not start it again.");
    }

    private static bool IsOfService(MachineCheck check) => check.Name.StartsWith("servicecheck-", StringComparison.Ordinal);

    private static string Describe(MachineView machine, ImmutableArray<string> names, int services)
    {
        var seen = machine.Checks.Where(check => names.Contains(check.Name) || IsOfService(check)).ToArray();
        var silent = names.Except(seen.Select(check => check.Name)).Select(name => $"'{name}' gave no result").ToList();
        if (seen.Count(IsOfService) < services) silent.Add("a service's check gave no result");
        return string.Join("; ", seen.Where(check => !check.IsPassing)
            .Select(check => $"'{check.Name}' is {check.Status}{(check.Output.Length > 0 ? $" ({check.Output.Trim()})" : "")}")
            .Concat(silent)
            .DefaultIfEmpty("no result is newer than the change"));
    }

    private MachineUnhealthyException Unhealthy(string id, string why) => new(id, target.App, why);
}
