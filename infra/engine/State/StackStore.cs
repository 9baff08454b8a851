using System.Collections.Immutable;
using System.Text.Json;

namespace EmbeddedPulumi.Engine.State;

/// <summary>Looks at and edits a stack's stored state, in the folder layout of Pulumi's file backend.</summary>
/// <param name="context">The stack.</param>
public sealed class StackStore(StackContext context)
{
    /// <summary>All stacks of the project, ordered by name.</summary>
    public Task<ImmutableArray<StackSummary>> ListAsync(CancellationToken cancellation) => throw Unavailable();

    /// <summary>The stack's outputs, ordered by name.</summary>
    /// <param name="showSecrets">Whether secrets are shown; otherwise they are <c>"[secret]"</c>.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public Task<ImmutableSortedDictionary<string, JsonElement>> OutputsAsync(bool showSecrets, CancellationToken cancellation) =>
        throw Unavailable();

    /// <summary>The stack's resources in stored order.</summary>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public Task<ImmutableArray<StackResource>> ResourcesAsync(CancellationToken cancellation) => throw Unavailable();

    /// <summary>The document that <c>pulumi stack export</c> writes.</summary>
    /// <param name="showSecrets">Whether secrets are written in plain text; otherwise encrypted.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public Task<string> ExportAsync(bool showSecrets, CancellationToken cancellation) => throw Unavailable();

    /// <summary>Replaces the stack's state with a document of <c>pulumi stack export</c>.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="EngineException">The document is not valid, or belongs to another stack, or the stack is locked.</exception>
    public Task ImportAsync(string document, CancellationToken cancellation) => throw Unavailable();

    /// <summary>The locks on the stack.</summary>
    public Task<ImmutableArray<StackLock>> LocksAsync(CancellationToken cancellation) => throw Unavailable();

    /// <summary>Removes locks of processes that no longer run, and returns those it removed.</summary>
    /// <param name="all">Whether to remove the others too, as <c>pulumi cancel</c> does.</param>
    /// <param name="cancellation">Stops before anything is removed.</param>
    public Task<ImmutableArray<StackLock>> UnlockAsync(bool all, CancellationToken cancellation) => throw Unavailable();

    /// <summary>Calls whose outcome was not recorded; the next update resolves them.</summary>
    public Task<ImmutableArray<PendingOperation>> PendingOperationsAsync(CancellationToken cancellation) => throw Unavailable();

    /// <summary>Puts the last good copy of the state in place of a damaged one, and returns the copy's time.</summary>
    /// <exception cref="EngineException">There is no good copy, or the stack is locked.</exception>
    public Task<DateTimeOffset> RestoreBackupAsync(CancellationToken cancellation) => throw Unavailable();

    /// <summary>Removes the stack's state, history and backups.</summary>
    /// <param name="force">Whether to do so although it still has resources.</param>
    /// <param name="cancellation">Stops before anything is removed.</param>
    /// <exception cref="EngineException">The stack still has resources, does not exist, or is locked.</exception>
    public Task RemoveAsync(bool force, CancellationToken cancellation) => throw Unavailable();

    private EngineException Unavailable() =>
        new(ExitCategory.Bug, ErrorCodes.Bug, $"The state of stack '{context.StackName}' cannot be read yet: this part is being built.");
}
