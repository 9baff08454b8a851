using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Sessions;

namespace PipAi.Cli.Doctor;

/// <summary>Looks at everything a run needs, in the order in which a run needs it, and mends what it may.</summary>
/// <param name="session">The command's session.</param>
/// <param name="yes">Whether everything is mended that loses nothing.</param>
/// <param name="forgets">Whether calls are forgotten whose outcome nobody can tell.</param>
internal sealed class StackDiagnosis(Session session, bool yes, bool forgets)
{
    private readonly List<Issue> findings = [];
    private readonly StackStore store = session.RehearsalStack.Store();

    public async Task<IReadOnlyList<Issue>> RunAsync()
    {
        // A run at work explains everything else that would be found.
        if (!await LocksAsync() || !await session.RehearsalStack.ExistsAsync(session.Cancellation)) return findings;
        if (!await StateAsync() || !await CloudAsync()) return findings;
        if (await session.Cloud.TemporalServerAsync(session.Cancellation) is { Problem: { } problem } down)
            findings.Add(new Issue($"{down.Name} is down and is started again: {problem}", $"./pipai status --stack {session.Stack}"));
        await InterruptedCallsAsync();
        return findings;
    }

    private async Task<bool> LocksAsync()
    {
        foreach (var held in await store.LocksAsync(session.Cancellation))
        {
            if (held.IsStale)
            {
                await OfferAsync(
                    $"The stack is locked by process {held.ProcessId} since {held.Taken:u}, which no longer runs.", "Remove its lock?",
                    async () =>
                    {
                        await store.UnlockAsync(all: false, session.Cancellation);
                        return "Removed its lock.";
                    });
            }
            else
            {
                findings.Add(
                    new Issue(
                        $"The stack is locked by {held.User}@{held.Host}, process {held.ProcessId}, since {held.Taken:u}: another run is "
                            + $"at work. Wait for it.", null));
            }
        }

        return findings.TrueForAll(finding => finding.Fixed);
    }

    private async Task<bool> StateAsync()
    {
        try
        {
            await store.ResourcesAsync(session.Cancellation);
            return true;
        }
        catch (EngineException damaged) when (damaged is { Code: ErrorCodes.StateDamaged, Fix: not null })
        {
            return await OfferAsync(damaged.Message, "Restore it?", async () =>
                $"Restored the {await store.RestoreBackupAsync(session.Cancellation)}; the damaged file is kept among the backups.");
        }
        catch (EngineException unreadable)
        {
            findings.Add(new Issue(unreadable.Message, unreadable.Fix));
            return false;
        }
    }

    private async Task<bool> CloudAsync()
    {
        var isDeployed = (await store.ResourcesAsync(session.Cancellation)).Any(
            resource => resource.Custom && !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal))
            || !(await store.PendingOperationsAsync(session.Cancellation)).IsEmpty;
        if (!isDeployed || session.Cloud.Running() is not null) return true;
        return await OfferAsync("The stack is deployed, but its local cloud does not run.", "Start it?", async () =>
        {
            var (endpoints, _) = await session.Cloud.EnsureAsync(session.Cancellation);
            return $"Started it (process {endpoints.Process.Id}).";
        });
    }

    private async Task InterruptedCallsAsync()
    {
        var pending = await store.PendingOperationsAsync(session.Cancellation);
        if (pending.IsEmpty) return;
        var found = await OfferAsync($"A run was stopped while it was {Listed(pending)}.", "Find out what became of it?", async () =>
        {
            await SettleAsync(pending);
            return (await store.PendingOperationsAsync(session.Cancellation)).IsEmpty
                ? "Found out what became of it." : "Asked what became of it.";
        });
        if (!found) return;
        if (await store.PendingOperationsAsync(session.Cancellation) is { IsEmpty: false } doubtful) await ForgetAsync(doubtful);
    }

    private static string Listed(ImmutableArray<PendingOperation> calls) => calls is [var only]
        ? $"{only.Kind} {only.Urn}"
        : string.Join(", ", calls.Select(call => $"{call.Kind} {call.Urn[(call.Urn.LastIndexOf(':') + 1)..]} ({call.Type})"));

    /// <summary>A refresh settles all open calls before it reads anything, and reads nothing but what they were about.</summary>
    private async Task SettleAsync(IEnumerable<PendingOperation> pending)
    {
        var engine = session.RehearsalStack.Engine(session.Cloud.Require());
        await engine.RefreshAsync(
            new RefreshOptions
            {
                Resources = new() { Targets = [.. pending.Select(call => call.Urn).Distinct()] },
                ForcedStop = session.Interrupts.ForcedStop,
            }, null, session.Cancellation);
    }

    private async Task ForgetAsync(ImmutableArray<PendingOperation> calls)
    {
        var isWanted = calls.Any(call => call.Kind == "creating");
        var look = isWanted
            ? "An update that still wants it takes over what is there by its name; if none does, look yourself."
            : "Look yourself whether it exists.";
        var problem = $"What became of {Listed(calls)} cannot be found out. {look}";
        if (!forgets && !await AgreesAsync(problem, "Forget it? What it may have made is yours to delete then."))
        {
            findings.Add(
                new Issue(
                    problem,
                    isWanted
                        ? $"./pipai up --stack {session.Stack}    # or: ./pipai doctor --forget --stack {session.Stack}"
                        : $"./pipai doctor --forget --stack {session.Stack}"));
            return;
        }

        foreach (var urn in calls.Select(call => call.Urn).Distinct()) await store.ForgetPendingOperationsAsync(urn, session.Cancellation);
        findings.Add(new Issue($"{problem} Forgot it.", null, Fixed: true));
    }

    private async Task<bool> OfferAsync(string problem, string question, Func<Task<string>> fix)
    {
        if (!yes && !await AgreesAsync(problem, question))
        {
            findings.Add(new Issue(problem, $"./pipai doctor --yes --stack {session.Stack}"));
            return false;
        }

        findings.Add(new Issue($"{problem} {await fix()}", null, Fixed: true));
        return true;
    }

    private async Task<bool> AgreesAsync(string problem, string question) =>
        session.Terminal.Interactive && !session.Json && await Confirmation.AskAsync(session, $"{problem}\n{question}");
}
