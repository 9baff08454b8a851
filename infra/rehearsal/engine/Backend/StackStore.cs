using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>Looks at and edits a stack's stored state, in the folder layout of Pulumi's file backend.</summary>
public sealed class StackStore
{
    private readonly StackContext context;
    private readonly StackPaths paths;
    private readonly CheckpointFormat format = new(new SecretTexts());
    private readonly CheckpointStore store;

    /// <summary>Opens the stack's state; nothing is read yet but the project file.</summary>
    /// <param name="context">The stack.</param>
    /// <exception cref="EngineException">The project file is missing or wrong, or the stack's name is no stack name.</exception>
    public StackStore(StackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        this.context = context;
        paths = StackPaths.Of(context);
        store = CheckpointStore.Of(paths, context, format);
    }

    /// <summary>All stacks of the project, ordered by name.</summary>
    public async Task<ImmutableArray<StackSummary>> ListAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(paths.Stacks)) return [];
        var result = ImmutableArray.CreateBuilder<StackSummary>();
        foreach (var file in Directory.GetFiles(paths.Stacks, "*.json").Order(StringComparer.Ordinal))
        {
            var content = await File.ReadAllBytesAsync(file, cancellation);
            result.Add(StackSummary.Read(paths.Project, Path.GetFileNameWithoutExtension(file), content));
        }

        return result.ToImmutable();
    }

    /// <summary>The stack's outputs, ordered by name.</summary>
    /// <param name="showSecrets">Whether secrets are shown; otherwise they are <c>"[secret]"</c>.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public async Task<ImmutableSortedDictionary<string, JsonElement>> OutputsAsync(bool showSecrets, CancellationToken cancellation)
    {
        var state = await LoadAsync(cancellation);
        var outputs = state.Resources.FirstOrDefault(resource => resource.Type == TypeTokens.Stack)?.Outputs ?? PropertyMap.Empty;
        return outputs.ToImmutableSortedDictionary(
            entry => entry.Key,
            entry => MaskedJson.Of(showSecrets ? entry.Value.WithoutSecrets() : entry.Value),
            StringComparer.Ordinal);
    }

    /// <summary>The stack's resources in stored order.</summary>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public async Task<ImmutableArray<StackResource>> ResourcesAsync(CancellationToken cancellation)
    {
        var state = await LoadAsync(cancellation);
        return
        [
            .. state.Resources.Select(resource => new StackResource(
                resource.Urn, resource.Type, resource.Name, resource.Parent, resource.Custom, resource.Delete,
                MaskedResource.Of(resource))),
        ];
    }

    /// <summary>The document that <c>pulumi stack export</c> writes.</summary>
    /// <param name="showSecrets">Whether secrets are written in plain text; otherwise encrypted.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public async Task<string> ExportAsync(bool showSecrets, CancellationToken cancellation)
    {
        var state = await LoadAsync(cancellation);
        return format.WriteExport(state, showSecrets ? null : await store.CipherAsync(state));
    }

    /// <summary>Replaces the stack's state with a document of <c>pulumi stack export</c>.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">What errors call it: the name of its file in quotes, for one.</param>
    /// <param name="confirm">Gets the URNs of the resources that would be forgotten, if there are any; where it says no, nothing
    /// changes.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <returns>What was done; null when it was not confirmed.</returns>
    /// <exception cref="EngineException">The document is not valid, or belongs to another stack, or the stack is locked.</exception>
    public async Task<StateImport?> ImportAsync(
        string document, string name, Func<ImmutableArray<string>, Task<bool>> confirm, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(confirm);
        cancellation.ThrowIfCancellationRequested();
        var (state, hasDeployment, isSealed) = await store.ReadDocumentAsync(Encoding.UTF8.GetBytes(document), name);
        if (!hasDeployment)
            throw new EngineException(
                ExitCategory.Configuration, ErrorCodes.Document,
                $"{name} has no 'deployment', which an export always has. Nothing was changed.");
        var stranger = state.Resources.FirstOrDefault(resource =>
            Urn.Parse(resource.Urn) is var urn && (urn.Stack != context.StackName || urn.Project != paths.Project));
        if (stranger is not null)
        {
            throw new EngineException(
                ExitCategory.Configuration,
                ErrorCodes.Document,
                $"{name} does not belong to stack '{context.StackName}' of project '{paths.Project}': it has the resource '{stranger.Urn}'. Nothing was changed.");
        }

        // Whose passphrase its secrets were under does not matter where they are in plain text.
        if (!isSealed) state = state with { Salt = null };
        using var held = new StackLocks(paths, context).Take();
        var forgotten = await ForgottenAsync(state);
        if (!forgotten.IsEmpty && !await confirm(forgotten)) return null;
        var copy = store.BackUp();
        store.Adopt(state.Salt);
        await Task.Run(() => store.SaveAsync(state), CancellationToken.None);
        return new StateImport(forgotten, copy);
    }

    /// <summary>The locks on the stack.</summary>
    public Task<ImmutableArray<StackLock>> LocksAsync(CancellationToken cancellation) =>
        Task.Run(() => new StackLocks(paths, context).List(), cancellation);

    /// <summary>Removes locks of processes that no longer run, and returns those it removed.</summary>
    /// <param name="all">Whether to remove the others too, as <c>pulumi cancel</c> does.</param>
    /// <param name="cancellation">Stops before anything is removed.</param>
    public Task<ImmutableArray<StackLock>> UnlockAsync(bool all, CancellationToken cancellation) =>
        Task.Run(() => new StackLocks(paths, context).Remove(all), cancellation);

    /// <summary>Calls whose outcome was not recorded; the next update resolves them.</summary>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="EngineException">The stack does not exist, or cannot be read.</exception>
    public async Task<ImmutableArray<PendingOperation>> PendingOperationsAsync(CancellationToken cancellation)
    {
        var state = await LoadAsync(cancellation);
        return [.. state.Intents.Select(intent => new PendingOperation(intent.Kind, intent.Resource.Urn, intent.Resource.Type))];
    }

    /// <summary>
    /// Forgets calls whose outcome was not recorded, without looking into what they did: for when the provider cannot tell any more,
    /// and the user has looked.
    /// </summary>
    /// <param name="urn">The resource whose calls are forgotten.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="EngineException">The stack does not exist, cannot be read, or is locked.</exception>
    public async Task ForgetPendingOperationsAsync(string urn, CancellationToken cancellation)
    {
        using var held = new StackLocks(paths, context).Take();
        var state = await LoadAsync(cancellation);
        store.BackUp();
        await Task.Run(
            () => store.SaveAsync(state with { Intents = state.Intents.RemoveAll(intent => intent.Resource.Urn == urn) }),
            CancellationToken.None);
    }

    /// <summary>
    /// Puts the newest readable copy of the state in place of a damaged one, which is kept among the backups, and returns which that was:
    /// the one from before the last write, or else one from before a run.
    /// </summary>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <exception cref="EngineException">There is no good copy, or the stack is locked.</exception>
    public async Task<StateCopy> RestoreBackupAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var copy = await store.NewestCopyAsync()
            ?? throw new EngineException(
                ExitCategory.Failed, ErrorCodes.StateDamaged, $"There is no copy of the state '{paths.Checkpoint}' that can be read.");
        using var held = new StackLocks(paths, context).Take();
        var content = await File.ReadAllBytesAsync(copy.File, CancellationToken.None);
        store.BackUp();
        DurableFile.Write(paths.Checkpoint, content);
        return copy;
    }

    /// <summary>Removes the stack's state, history and backups.</summary>
    /// <param name="force">Whether to do so although it still has resources.</param>
    /// <param name="cancellation">Stops before anything is removed.</param>
    /// <exception cref="EngineException">The stack still has resources, does not exist, or is locked.</exception>
    public async Task RemoveAsync(bool force, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var left = force ? 0 : (await LoadAsync(cancellation)).Resources.Length;
        if (left > 0)
        {
            throw new EngineException(
                ExitCategory.Failed,
                ErrorCodes.StackNotEmpty,
                $"The stack '{context.StackName}' still has {left} resources. Destroy them first.",
                $"{context.CommandName} destroy --stack {context.StackName}");
        }

        using (new StackLocks(paths, context).Take())
        {
            foreach (var file in (string[])[paths.Checkpoint, paths.CheckpointCopy])
            {
                File.Delete(file);
                DurableFile.RemoveAttributes(file);
            }
        }

        foreach (var folder in new[] { paths.History, paths.Backups, paths.Locks }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>What the present state knows and another does not; a state that cannot be read knows nothing.</summary>
    private async Task<ImmutableArray<string>> ForgottenAsync(StackState next)
    {
        if (!store.Exists) return [];
        try
        {
            var kept = next.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
            return [.. (await store.LoadAsync()).Resources.Select(resource => resource.Urn).Where(urn => !kept.Contains(urn)).Distinct()];
        }
        catch (EngineException damaged) when (damaged.Code is ErrorCodes.StateDamaged or ErrorCodes.StateTooNew
            or ErrorCodes.SecretsProvider)
        {
            return [];
        }
    }

    private async Task<StackState> LoadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (store.Exists) return await store.LoadAsync();
        throw new EngineException(
            ExitCategory.StackNotFound,
            ErrorCodes.StackNotFound,
            $"There is no stack '{context.StackName}' of project '{paths.Project}' in '{paths.Root}'.",
            $"{context.CommandName} up --stack {context.StackName}");
    }
}
