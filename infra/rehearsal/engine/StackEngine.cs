using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Secrets;

namespace EmbeddedPulumi.Engine;

/// <summary>
/// Plans and carries out operations on one stack, as the Pulumi CLI does, on the same protocol and the same state. Errors that
/// stop an operation before it began are <see cref="EngineException"/>s; everything later is part of the result.
/// </summary>
/// <param name="context">The stack.</param>
public sealed class StackEngine(StackContext context)
{
    /// <summary>Runs the program and plans, without a change to anything: no lock, no write, no network of the engine's own.</summary>
    /// <param name="options">What to plan.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">Stops the preview.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public Task<PreviewResult> PreviewAsync(
        PreviewOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation) =>
        InSessionAsync("preview", progress, async session =>
        {
            var operation = new StackOperation(session, options, preview: true, cancellation);
            await (options.Destroy ? operation.DestroyAsync() : operation.UpdateAsync());
            return OperationResults.Preview(session, options.ExpectNoChanges);
        });

    /// <summary>Runs the program, without a change to anything, to learn what is wrong with the settings.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>A text for each mistake: of the project file's declarations, and the program's own.</returns>
    /// <exception cref="EngineException">The project, the stack or a plugin is not usable.</exception>
    public Task<ImmutableArray<string>> SettingMistakesAsync(CancellationToken cancellation) => MistakesAsync(
        asksProgram: true,
        silent =>
        {
            var refused = silent.Run.Failure is ExitCategory.Configuration;
            return ConfigMistakes.All(silent.Stack.Config.Mistakes, refused ? silent.Stack.Events.Diagnostics : []);
        },
        cancellation);

    /// <summary>Runs the program and makes the world as it says.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C: no new step begins, calls in flight finish, the state is saved.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public async Task<UpdateResult> UpAsync(
        UpOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation)
    {
        if (options.Confirm is { } confirm)
        {
            var plan = options.Plan
                ?? await PreviewAsync(
                    new PreviewOptions { Resources = options.Resources, ForcedStop = options.ForcedStop }, progress, cancellation);
            if (await OperationResults.RefusedAsync(plan, confirm, options.ExpectNoChanges, cancellation) is { } refused) return refused;
        }

        if (options.Refresh)
        {
            var refreshed = await RefreshAsync(
                new RefreshOptions { Resources = options.Resources, AcceptLoss = options.AcceptLoss, ForcedStop = options.ForcedStop },
                progress,
                cancellation);
            if (!refreshed.Succeeded) return refreshed;
        }

        return await InSessionAsync("update", progress, session =>
        {
            var operation = new StackOperation(session, options, preview: false, cancellation);
            return operation.LockedAsync("update", operation.UpdateAsync, options.ExpectNoChanges);
        });
    }

    /// <summary>Deletes all resources of the stack, without running the program.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public async Task<UpdateResult> DestroyAsync(
        DestroyOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation)
    {
        if (options.Confirm is { } confirm)
        {
            var plan = await PreviewAsync(
                new PreviewOptions { Destroy = true, Resources = options.Resources, ForcedStop = options.ForcedStop }, progress,
                cancellation);
            if (await OperationResults.RefusedAsync(plan, confirm, false, cancellation) is { } refused) return refused;
        }

        return await InSessionAsync("destroy", progress, async session =>
        {
            var operation = new StackOperation(session, options, preview: false, cancellation);
            var result = await operation.LockedAsync("destroy", operation.DestroyAsync, expectNoChanges: false);
            if (options.RemoveStack && result.Succeeded) await new StackStore(context).RemoveAsync(force: false, CancellationToken.None);
            return result;
        });
    }

    /// <summary>Reads every resource from its provider and stores what it found, without running the program.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public Task<UpdateResult> RefreshAsync(
        RefreshOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation) =>
        InSessionAsync("refresh", progress, async session =>
        {
            var operation = new StackOperation(session, options, options.PreviewOnly, cancellation);
            if (!options.PreviewOnly)
                return await operation.LockedAsync("refresh", () => operation.RefreshAsync(options.AcceptLoss), options.ExpectNoChanges);
            await operation.RefreshAsync(options.AcceptLoss);
            return OperationResults.Update(session, options.ExpectNoChanges, version: 0);
        });

    /// <summary>The one way to a session: what is thrown in it has no secret that the session knows by then.</summary>
    private async Task<T> InSessionAsync<T>(string kind, IProgress<EngineEvent>? progress, Func<StackSession, Task<T>> work)
    {
        await using var session = await StackSession.OpenAsync(context, progress);
        return await SecretScrubbing.RunAsync(session.Stack.Mask, async () =>
        {
            if (session.Stack.Config.Mistakes.Length > 0)
                throw await MistakesAsync(
                    asksProgram: kind is "preview" or "update",
                    silent => ConfigMistakes.Explain(silent.StackFilePath, silent.Stack.Config.Mistakes, silent.Stack.Events.Diagnostics),
                    CancellationToken.None);
            session.Stack.Events.EndPhase(Phase.Settings, TimeSpan.Zero);
            session.Stack.Events.Publish(new EngineEvent.Started(kind, context.StackName));
            return await work(session);
        });
    }

    /// <summary>What is wrong with the configuration; the program, if it would have run, may add what it finds wrong itself.</summary>
    private async Task<T> MistakesAsync<T>(bool asksProgram, Func<StackSession, T> told, CancellationToken cancellation)
    {
        await using var silent = await StackSession.OpenAsync(context, null);
        return await SecretScrubbing.RunAsync(silent.Stack.Mask, async () =>
        {
            if (asksProgram) await new StackOperation(silent, new PreviewOptions(), preview: true, cancellation).UpdateAsync();
            cancellation.ThrowIfCancellationRequested();
            return told(silent);
        });
    }
}
