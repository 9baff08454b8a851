using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Writes what happens to one machine into the state, and a line of it into the cloud's log.</summary>
internal sealed class MachineJournal(FlyState state, TimeProvider time, ILogger log, string id)
{
    /// <summary>The machine as it is now.</summary>
    /// <exception cref="KeyNotFoundException">It was removed with its app.</exception>
    public MachineRecord Machine => state.Machine(id) ?? throw new KeyNotFoundException($"machine {id} is gone");

    /// <summary>It came to a state.</summary>
    public void Happened(string type, MachineState reached, string source)
    {
        var machine = Change(machine => (machine with { State = reached }).WithEvent(NewEvent(time, type, reached, source)));
        log.LogInformation(
            "Machine {App}/{Name} ({Id}, {Region}) is {State}.", machine.App, machine.Name, id, machine.Region, NameOf(reached));
    }

    /// <summary>It has no process any more and rests in a state.</summary>
    public void Rests(MachineState reached)
    {
        Change(machine => machine with { Process = null });
        Happened(reached == MachineState.Destroyed ? "destroy" : "stop", reached, "flyd");
    }

    /// <summary>Its process has started.</summary>
    public void Runs(ProcessIdentity process, string source)
    {
        Change(machine => machine with { Process = process });
        Happened("start", MachineState.Started, source);
    }

    /// <summary>Its process has ended; it goes on to a state.</summary>
    public void Exited(ExitRecord exit, int restarts, MachineState next)
    {
        var machine = Change(machine => (machine with { State = next, Process = null }).WithEvent(
            NewEvent(time, "exit", MachineState.Stopped, "flyd") with { Exit = exit, RestartCount = restarts }));
        log.LogInformation(
            "Machine {App}/{Name} ({Id}, {Region}) exited with code {Code}{Next}.", machine.App, machine.Name, id, machine.Region,
                exit.Code, exit.RequestedStop ? " as asked" : exit.Restarting ? " and is started again" : " and stays down");
    }

    /// <summary>It is on its way to a state.</summary>
    public void Becomes(MachineState moving) => Change(machine => machine with { State = moving });

    /// <summary>An event that happens now.</summary>
    public static MachineEvent NewEvent(TimeProvider time, string type, MachineState state, string source) => new()
    {
        Id = FlyIds.Ulid(time),
        Type = type,
        Status = NameOf(state),
        Source = source,
        Timestamp = time.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    /// <summary>A state as the API spells it.</summary>
    public static string NameOf(MachineState state) => state.ToString().ToLowerInvariant();

    private MachineRecord Change(Func<MachineRecord, MachineRecord> change) =>
        state.Change(id, machine => change(machine) with { UpdatedAt = time.GetUtcNow() });
}
