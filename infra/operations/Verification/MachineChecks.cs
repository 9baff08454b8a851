using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>Are there as many healthy machines in each region as were declared, and of those that were?</summary>
internal sealed class MachineChecks(FlyFleet fleet, IReadOnlySet<string> ours)
{
    public async Task<IEnumerable<CheckResult>> RunAsync(
        string area, string app, IReadOnlyDictionary<string, int> declared, CancellationToken cancellation)
    {
        var machines = (await fleet.MachinesAsync(app, cancellation)).Where(machine => ours.Contains(machine.Id)).ToList();
        return declared.Select(entry =>
        {
            var there = machines.Where(machine => machine.Region == entry.Key).ToList();
            var healthy = there.Count(machine => machine.Healthy);
            var unwell = there.Where(machine => !machine.Healthy && machine.State != "stopped")
                .Select(machine => $"{machine.Name} {machine.State}, {machine.ChecksPassing}/{machine.ChecksTotal} checks pass");
            var evidence = string.Join("; ", unwell.Prepend($"{healthy} of {entry.Value} healthy"));
            return new CheckResult(
                area, $"{app} has {entry.Value} healthy in {entry.Key}", healthy >= entry.Value, evidence,
                there.Count < entry.Value ? "./pipai up --refresh" : "./pipai status")
            {
                Expected = $"{entry.Value}",
                IsDeclared = true,
            };
        });
    }
}
