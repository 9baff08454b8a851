using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>
/// Edits a stored state where no operation helps any more, as <c>pulumi state</c> does: nothing but the state changes, and a copy of it
/// is kept. A state that breaks a rule can be edited, too; what is written breaks none.
/// </summary>
public sealed class StateEdits
{
    private readonly StackContext context;
    private readonly StackPaths paths;
    private readonly CheckpointStore store;

    /// <summary>Opens the stack's state; nothing is read yet but the project file.</summary>
    /// <param name="context">The stack.</param>
    /// <exception cref="EngineException">The project file is missing or wrong, or the stack's name is no stack name.</exception>
    public StateEdits(StackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        this.context = context;
        paths = StackPaths.Of(context);
        store = CheckpointStore.Of(paths, context, new CheckpointFormat(new SecretTexts()));
    }

    /// <summary>Takes resources out of the state; at their providers they stay.</summary>
    /// <param name="urns">Their URNs.</param>
    /// <param name="force">Whether protected ones go, too.</param>
    /// <param name="withDependents">Whether what refers to them goes, too; otherwise it stands in the way.</param>
    /// <exception cref="EngineException">There is no such resource, it is protected, or another refers to it; nothing was
    /// changed.</exception>
    public Task<StateEdit> DeleteAsync(IReadOnlyCollection<string> urns, bool force, bool withDependents) => EditAsync(state =>
    {
        Require(state, urns);
        var toDelete = urns.ToHashSet(StringComparer.Ordinal);
        var dependents = Dependents(state, toDelete);
        if (dependents.Count > 0 && !withDependents)
            throw Refused(
                $"Other resources refer to it: {string.Join(
                    ", ", dependents.Select(urn => $"'{urn}'"))}. Delete them, too, or all of them with --target-dependents.");
        toDelete.UnionWith(dependents);
        var shielded = state.Resources.Where(resource => resource.Protect && toDelete.Contains(resource.Urn)).Select(
            resource => resource.Urn)
            .ToArray();
        if (shielded.Length > 0 && !force)
            throw Refused(
                $"It is protected: {string.Join(
                    ", ",
                    shielded.Select(
                        urn => $"'{urn}'"))}. Say --force, or take the protection off first: {context.CommandName} state unprotect");
        return (state with { Resources = state.Resources.RemoveAll(resource => toDelete.Contains(resource.Urn)) }, toDelete.Select(
            urn => $"Took '{urn}' out of the state."));
    });

    /// <summary>Takes the protection off.</summary>
    /// <param name="urns">The URNs of the resources; empty for all.</param>
    /// <exception cref="EngineException">There is no such resource; nothing was changed.</exception>
    public Task<StateEdit> UnprotectAsync(IReadOnlyCollection<string> urns) => EditAsync(state =>
    {
        Require(state, urns);
        var protects = state.Resources.Where(resource => resource.Protect && (urns.Count == 0 || urns.Contains(resource.Urn))).ToHashSet();
        return (
            state with
            {
                Resources = [.. state.Resources.Select(
                resource => protects.Contains(resource) ? resource with { Protect = false } : resource)]
            },
            protects.Select(resource => $"'{resource.Urn}' is protected no more."));
    });

    /// <summary>Puts resources in an order in which each follows what it refers to, and drops references to what is not there.</summary>
    /// <exception cref="EngineException">What is wrong cannot be mended like this; nothing was changed.</exception>
    public Task<StateEdit> RepairAsync() => EditAsync(state =>
    {
        var there = state.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        var changes = new List<string>();
        var whole = state.Resources.Select(resource =>
        {
            foreach (var missing in resource.References().Distinct().Where(urn => !there.Contains(urn) && urn != ProviderOf(resource)))
                changes.Add($"'{resource.Urn}' does not refer to '{missing}' any more, which is not there.");
            return Without(resource, there);
        }).ToImmutableArray();
        var sorted = StateOrder.Sorted(whole);
        if (!sorted.SequenceEqual(whole)) changes.Add("Put each resource behind what it refers to.");
        return (state with { Resources = sorted }, changes);
    });

    private async Task<StateEdit> EditAsync(Func<StackState, (StackState State, IEnumerable<string> Changes)> edit)
    {
        if (!store.Exists)
            throw new EngineException(
                ExitCategory.StackNotFound, ErrorCodes.StackNotFound, $"There is no stack '{context.StackName}' in '{paths.Root}'.",
                $"{context.CommandName} up --stack {context.StackName}");
        using var held = new StackLocks(paths, context).Take();
        var (state, told) = edit(await store.LoadAnyAsync());
        ImmutableArray<string> changes = [.. told];
        if (changes.IsEmpty) return new StateEdit(changes, null);
        // It is refused before a copy is made.
        store.Check(state, fix: "state delete <urn>");
        var copy = store.BackUp();
        await Task.Run(() => store.SaveAsync(state), CancellationToken.None);
        return new StateEdit(changes, copy);
    }

    private void Require(StackState state, IEnumerable<string> urns)
    {
        if (urns.FirstOrDefault(urn => !state.Resources.Any(resource => resource.Urn == urn)) is not { } unknown) return;
        throw new EngineException(
            ExitCategory.Configuration, ErrorCodes.Target, $"The state has no resource '{unknown}'.",
            $"{context.CommandName} stack export --stack {context.StackName}");
    }

    private EngineException Refused(string reason) =>
        new(ExitCategory.Configuration, ErrorCodes.Target, $"{reason} Nothing was changed in the state of '{context.StackName}'.");

    private static HashSet<string> Dependents(StackState state, HashSet<string> urns)
    {
        var affected = urns.ToHashSet(StringComparer.Ordinal);
        bool grew;
        do
        {
            grew = false;
            foreach (var resource in state.Resources.Where(resource => resource.References().Any(affected.Contains)))
                grew |= affected.Add(resource.Urn);
        }
        while (grew);
        affected.ExceptWith(urns);
        return affected;
    }

    private static string ProviderOf(ResourceState resource) =>
        resource.Provider.Length == 0 ? "" : ResourceState.ProviderUrn(resource.Provider);

    private static ResourceState Without(ResourceState resource, HashSet<string> there) => resource with
    {
        Parent = there.Contains(resource.Parent) ? resource.Parent : "",
        Dependencies = [.. resource.Dependencies.Where(there.Contains)],
        PropertyDependencies = resource.PropertyDependencies.SetItems(
            resource.PropertyDependencies.Select(
                entry => KeyValuePair.Create(entry.Key, entry.Value.Where(there.Contains).ToImmutableArray()))),
        DeletedWith = there.Contains(resource.DeletedWith) ? resource.DeletedWith : "",
        ReplaceWith = [.. resource.ReplaceWith.Where(there.Contains)],
    };
}
