using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>The four operations, from the opened session to the result.</summary>
internal sealed class Operations(StackContext context)
{
    public Task<PreviewResult> PreviewAsync(PreviewOptions options, IProgress<EngineEvent>? progress, CancellationToken stopping) =>
        InSessionAsync("preview", progress, async session =>
        {
            if (options.Destroy) await DestroyAsync(session, options, preview: true, stopping);
            else await ProgramAsync(session, options, preview: true, stopping);
            return OperationEnd.Preview(session, options.ExpectNoChanges);
        });

    public async Task<UpdateResult> UpAsync(UpOptions options, IProgress<EngineEvent>? progress, CancellationToken stopping)
    {
        if (options.Confirm is { } confirm)
        {
            var preview = await PreviewAsync(new PreviewOptions { Resources = options.Resources, StopNow = options.StopNow }, progress, stopping);
            if (await OperationEnd.RefusedAsync(preview, confirm, options.ExpectNoChanges, stopping) is { } refused) return refused;
        }

        if (options.Refresh)
        {
            var refreshed = await RefreshAsync(new RefreshOptions { Resources = options.Resources, AcceptLoss = options.AcceptLoss, StopNow = options.StopNow }, progress, stopping);
            if (!refreshed.Succeeded) return refreshed;
        }

        return await InSessionAsync("update", progress, session =>
            LockedAsync(session, "update", options, () => ProgramAsync(session, options, preview: false, stopping), options.ExpectNoChanges));
    }

    public async Task<UpdateResult> DestroyAsync(DestroyOptions options, IProgress<EngineEvent>? progress, CancellationToken stopping)
    {
        if (options.Confirm is { } confirm)
        {
            var preview = await PreviewAsync(
                new PreviewOptions { Destroy = true, Resources = options.Resources, StopNow = options.StopNow }, progress, stopping);
            if (await OperationEnd.RefusedAsync(preview, confirm, false, stopping) is { } refused) return refused;
        }

        return await InSessionAsync("destroy", progress, async session =>
        {
            var result = await LockedAsync(session, "destroy", options, () => DestroyAsync(session, options, preview: false, stopping), false);
            if (options.RemoveStack && result.Succeeded) await new StackStore(context).RemoveAsync(force: false, CancellationToken.None);
            return result;
        });
    }

    public Task<UpdateResult> RefreshAsync(RefreshOptions options, IProgress<EngineEvent>? progress, CancellationToken stopping) =>
        InSessionAsync("refresh", progress, session =>
            LockedAsync(session, "refresh", options, () => RefreshAsync(session, options, stopping), options.ExpectNoChanges, options.PreviewOnly));

    /// <summary>The one way to a session: what is thrown in it has no secret that the session knows by then.</summary>
    private async Task<T> InSessionAsync<T>(string kind, IProgress<EngineEvent>? progress, Func<StackSession, Task<T>> work)
    {
        await using var session = await StackSession.OpenAsync(context, progress);
        return await session.Mask.WithoutSecretsAsync(async () =>
        {
            if (session.Config.Mistakes.Length > 0) throw await MistakesAsync(asksProgram: kind is "preview" or "update");
            session.Events.EndPhase(Phase.Settings, TimeSpan.Zero);
            session.Events.Tell(new EngineEvent.Started(kind, context.StackName));
            return await work(session);
        });
    }

    /// <summary>What is wrong with the configuration, and nothing else that a plan of it would show.</summary>
    public async Task<ImmutableArray<string>> SettingMistakesAsync(CancellationToken stopping)
    {
        await using var silent = await StackSession.OpenAsync(context, null);
        return await silent.Mask.WithoutSecretsAsync(async () =>
        {
            await ProgramAsync(silent, new PreviewOptions(), preview: true, stopping);
            stopping.ThrowIfCancellationRequested();
            var refused = silent.Run.Failure is ExitCategory.Configuration;
            return ConfigMistakes.All(silent.Config.Mistakes, refused ? silent.Events.Diagnostics : []);
        });
    }

    /// <summary>What is wrong with the configuration; the program, if it would have run, may add what it finds wrong itself.</summary>
    private async Task<EngineException> MistakesAsync(bool asksProgram)
    {
        await using var silent = await StackSession.OpenAsync(context, null);
        return await silent.Mask.WithoutSecretsAsync(async () =>
        {
            if (asksProgram) await ProgramAsync(silent, new PreviewOptions(), preview: true, CancellationToken.None);
            return ConfigMistakes.Explain(silent.StackFilePath, silent.Config.Mistakes, silent.Events.Diagnostics);
        });
    }

    private static async Task ProgramAsync(StackSession session, OperationOptions options, bool preview, CancellationToken stopping)
    {
        var program = await session.BeginAsync(preview, runProgram: true, options, stopping);
        await ProgramEnd.AwaitAsync(session, program!);
        session.Events.EndPhase(Phase.Registration, session.Progress.FirstCall ?? session.Progress.Start);
        var deleting = session.Events.Elapsed;
        var unclaimed = session.Table.Unclaimed;
        if (session.Run.Failure is null) await new DeletionPhase(session.Run, session.Executor).RunAsync(state => unclaimed.Contains(state.Urn));
        NoteStop(session, options, stopping);
        session.Events.EndPhase(Phase.Deletion, deleting);
        CheckTargets(session, options);
        StoreOutputs(session);
    }

    private async Task DestroyAsync(StackSession session, OperationOptions options, bool preview, CancellationToken stopping)
    {
        RequireState(session);
        await session.BeginAsync(preview, runProgram: false, options, stopping);
        await using var now = options.StopNow.Register(() => _ = session.CancelProvidersAsync());
        var deleting = session.Events.Elapsed;
        if (session.Run.Failure is null) await new DeletionPhase(session.Run, session.Executor).RunAsync(_ => true);
        NoteStop(session, options, stopping);
        session.Events.EndPhase(Phase.Deletion, deleting);
        CheckTargets(session, options);
    }

    private async Task RefreshAsync(StackSession session, RefreshOptions options, CancellationToken stopping)
    {
        RequireState(session);
        await session.BeginAsync(options.PreviewOnly, runProgram: false, options, stopping);
        await new RefreshPhase(session.Run, session.Providers, options.AcceptLoss).RunAsync();
        NoteStop(session, options, stopping);
    }

    private static void NoteStop(StackSession session, OperationOptions options, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested || options.StopNow.IsCancellationRequested) session.Run.Fail(ExitCategory.Cancelled);
    }

    private void RequireState(StackSession session)
    {
        if (session.Store.Exists) return;
        throw new EngineException(
            ExitCategory.StackNotFound,
            ErrorCodes.StackNotFound,
            $"The stack '{context.StackName}' has no state in '{session.Paths.Root}': nothing was ever deployed.",
            $"{context.CommandName} up --stack {context.StackName}");
    }

    private static void CheckTargets(StackSession session, OperationOptions options)
    {
        var known = session.Run.Origin.Resources.Select(state => state.Urn).Concat(session.Run.Steps.Select(step => step.Urn)).ToHashSet(StringComparer.Ordinal);
        var (targets, replaces, excludes) = (options.Resources.Targets, options.Resources.Replaces, options.Resources.Excludes);
        foreach (var (option, pattern) in targets.Select(item => ("--target", item)).Concat(replaces.Select(item => ("--replace", item))).Concat(excludes.Select(item => ("--exclude", item))))
        {
            var alone = new TargetSet(new ResourceSelection { Targets = [pattern] });
            if (!known.Any(alone.IsNamed)) session.Run.Error(ExitCategory.Configuration, $"No resource is named by {option} '{pattern}'.");
        }
    }

    /// <summary>After success the stack has the program's outputs; after a failure also the ones it had.</summary>
    private static void StoreOutputs(StackSession session)
    {
        var urn = session.Registrar.UrnOf("", TypeTokens.Stack, $"{session.Project.Name}-{session.Run.Context.StackName}");
        if (session.Table.Find(urn) is not { State: { } stack } || !session.Registrar.DeclaredOutputs.TryGetValue(urn, out var declared)) return;
        var outputs = session.Run.Failure is null
            ? declared.Where((_, value) => value is not PropertyValue.Null)
            : PropertyMap.From(stack.Outputs.Concat(declared.Where((_, value) => value is not PropertyValue.Null && !value.ContainsUnknowns)));
        var now = stack with { Outputs = outputs };
        session.Run.Journal.Exchange(stack, now);
        session.Table.Complete(urn, now, null);
    }

    private async Task<UpdateResult> LockedAsync(
        StackSession session, string kind, OperationOptions options, Func<Task> work, bool expectNoChanges, bool preview = false)
    {
        if (preview)
        {
            await work();
            return OperationEnd.Update(session, expectNoChanges, version: 0);
        }

        using var held = new StackLocks(session.Paths, context).Take(left => session.Events.Say(new Diagnostic(
            DiagnosticSeverity.Warning, $"The stack was locked by {left.Owner}. That process no longer runs: its lock was taken over.", null)));
        var start = context.Time.GetUtcNow();
        session.Store.BackUp();
        await work();
        await session.Run.Journal.SaveAsync();
        session.Events.EndPhase(new PhaseTiming(Phase.Save, TimeSpan.Zero, session.Run.Journal.Writing));
        var version = new HistoryLog(session.Paths, context).Add(kind, options.Message, start, session.Run.Failure is null, session.Plan.Summary, session.Config);
        return OperationEnd.Update(session, expectNoChanges, version);
    }
}
