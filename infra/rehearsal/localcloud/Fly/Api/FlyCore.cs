using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>What the calls of the API work on.</summary>
internal sealed record FlyCore
{
    /// <summary>Apps and machines.</summary>
    public required FlyState State { get; init; }

    /// <summary>Running machines.</summary>
    public required Fleet Fleet { get; init; }

    /// <summary>Images.</summary>
    public required ImageStore Images { get; init; }

    /// <summary>Runs commands inside machines.</summary>
    public required MachineExecution Execution { get; init; }

    /// <summary>Faults that hold.</summary>
    public required FaultRegistry Faults { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Who calls, as leases show it.</summary>
    public static string Caller => "deployer@pipai.local";

    /// <summary>Whether a region's hosts can be reached.</summary>
    public bool IsDark(string region) => Faults.IsDark(VendorNames.Fly, region);

    /// <summary>Refuses a change of a machine that somebody else leases, or whose host cannot be reached.</summary>
    /// <exception cref="FlyProblem">409: leased; 503: unreachable.</exception>
    public void RequireChangeable(FlyCall call, MachineRecord machine)
    {
        RequireLease(call.Nonce, machine);
        if (IsDark(machine.Region)) throw new FlyProblem(503, $"machine {machine.Id}: its host is unreachable", "unknown");
    }

    /// <summary>Refuses when another lease holds than the one shown.</summary>
    /// <exception cref="FlyProblem">409: leased.</exception>
    public void RequireLease(string nonce, MachineRecord machine)
    {
        if (machine.LeaseAt(Time.GetUtcNow()) is { } lease && lease.Nonce != nonce) throw new FlyProblem(409, Held(machine, lease));
    }

    /// <summary>What the API says of a lease that somebody else holds.</summary>
    public static string Held(MachineRecord machine, LeaseRecord lease) =>
        $"machine ID {machine.Id} lease currently held by {lease.Owner}, expires at {FlyJson.Time(lease.ExpiresAt)}";
}
