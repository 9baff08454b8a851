using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;

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
        new Operations(context).PreviewAsync(options, progress, cancellation);

    /// <summary>Runs the program, without a change to anything, to learn what is wrong with the settings.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>A text for each mistake: of the project file's declarations, and the program's own.</returns>
    /// <exception cref="EngineException">The project, the stack or a plugin is not usable.</exception>
    public Task<ImmutableArray<string>> SettingMistakesAsync(CancellationToken cancellation) => new Operations(context).SettingMistakesAsync(cancellation);

    /// <summary>Runs the program and makes the world as it says.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C: no new step begins, calls in flight finish, the state is saved.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public Task<UpdateResult> UpAsync(
        UpOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation) =>
        new Operations(context).UpAsync(options, progress, cancellation);

    /// <summary>Deletes all resources of the stack, without running the program.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public Task<UpdateResult> DestroyAsync(
        DestroyOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation) =>
        new Operations(context).DestroyAsync(options, progress, cancellation);

    /// <summary>Reads every resource from its provider and stores what it found, without running the program.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Gets every event, on any thread, one at a time; may be null.</param>
    /// <param name="cancellation">The first Ctrl-C.</param>
    /// <exception cref="EngineException">The project, the stack, the state or a plugin is not usable.</exception>
    public Task<UpdateResult> RefreshAsync(
        RefreshOptions options, IProgress<EngineEvent>? progress, CancellationToken cancellation) =>
        new Operations(context).RefreshAsync(options, progress, cancellation);
}
