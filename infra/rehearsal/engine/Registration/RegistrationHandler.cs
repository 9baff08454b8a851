using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// Takes one registration from the program's request through planner and executor to the answer. All registrations run at once.
/// </summary>
internal sealed class RegistrationHandler(OperationContext run, ResourceTable table, ProviderRegistry providers, StepExecutor executor)
{
    private readonly DefaultProviders defaults = new(run);
    private readonly RegisteredPackages packages = new();
    private readonly GoalReader goals = new(run.Stack.Project.ProgramDirectory);
    private readonly StepGenerator generator = new(run, providers);
    private readonly RefreshFirst fresh = new(run, providers, executor);
    private readonly DependentDeletion dependents = new(run, table, providers, executor);
    private int inFlight;

    /// <summary>Outputs that components and the stack declared.</summary>
    public DeclaredOutputs Outputs { get; } = new(run, table);

    /// <summary>The packages that the program told of.</summary>
    public RegisteredPackages Packages => packages;

    /// <summary>Whether a registration is being worked on.</summary>
    public bool IsBusy => Volatile.Read(ref inFlight) > 0;

    /// <summary>Registers a resource; null stands for one that failed, or was not tried.</summary>
    public async Task<RegistrationResult> RegisterAsync(RegisterResourceRequest request)
    {
        Interlocked.Increment(ref inFlight);
        var urn = "";
        try
        {
            RequestUrns.Check(request);
            urn = UrnOf(request.Parent, request.Type, request.Name);
            var result = await ResolveAsync(request, urn);
            if (result.State is null) table.Miss(urn);
            return result;
        }
        catch (EngineException error)
        {
            return Failed(urn, error.Category, error.Message);
        }
        catch (Exception error) when (error is ProviderException or FormatException or IOException or UnauthorizedAccessException)
        {
            return Failed(urn, ExitCategory.Resource, error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    /// <summary>The URN of the stack itself.</summary>
    public string StackUrn => UrnOf("", TypeTokens.Stack, $"{run.Stack.Project.Name}-{run.Stack.Context.StackName}");

    /// <summary>The URN of a resource of this stack.</summary>
    public string UrnOf(string parent, string type, string name) => Urn.Create(
        run.Stack.Context.StackName, run.Stack.Project.Name, parent.Length == 0 ? "" : Urn.Parse(parent).QualifiedType, type, name)
            .ToString();

    /// <summary>The provider reference for a resource or a function that names no provider.</summary>
    public async Task<string?> DefaultProviderAsync(PluginRequest plugin)
    {
        var registered = await defaults.GetAsync(plugin, RegisterAsync);
        return registered.State is { } state ? ProviderRegistry.Reference(state) : null;
    }

    private async Task<RegistrationResult> ResolveAsync(RegisterResourceRequest request, string urn)
    {
        if (request.Custom) TypeTokens.Check(request.Type);
        if (Unsupported(request) is { } reason) return Failed(urn, ExitCategory.Failed, reason);
        var parent = request.Parent.Length == 0 ? null : table.Find(request.Parent);
        table.Require(request.Name, Needs(request));
        if (run.BeginsNothingNew) return RegistrationResult.NotTried(urn);
        if (Needs(request).FirstOrDefault(table.WasSkipped) is { } skipped) return OnSkipped(request, urn, skipped);
        if (Needs(request).Any(needed => table.Find(needed) is { Missing: true })) return RegistrationResult.NotTried(urn);

        var provider = request.Provider;
        if (request.Custom && !TypeTokens.IsProvider(request.Type) && provider.Length == 0)
        {
            provider = await DefaultProviderAsync(packages.Of(request)) ?? "";
            if (provider.Length == 0) return RegistrationResult.NotTried(urn);
        }

        var aliases = AliasResolver.Of(request, Urn.Parse(urn), request.Parent, parent?.OldUrn);
        if (table.Claim(urn, aliases, out var old, out var deletion) is { } taken) return Failed(urn, ExitCategory.Failed, taken);
        var goal = goals.Read(
            request, urn, parent?.State, request.Custom ? provider : "", old is null || old.Urn == urn ? [] : [old.Urn]);
        if (goal.State.IsProvider) goal = goal with { State = goal.State with { Inputs = packages.Completed(request, goal.State.Inputs) } };
        run.Mask.Learn(goal.State.Inputs);
        WarnOfWrongPaths(request.Name, urn, goal.State.IgnoreChanges);
        run.Targets.NoteReferences(urn, goal.State.References());
        if (!run.Targets.All && run.Targets.Contains(urn, request.Type) && TargetCycles.Find(goal.State, old?.Urn, table) is { } turned)
        {
            return Failed(urn, ExitCategory.Resource,
                $"'{request.Name}' now depends on '{Urn.Parse(
                    turned).Name}', which depends on '{request.Name}' as long as it is not updated. Target both.");
        }

        return await PlanAsync(goal, await fresh.OfAsync(old, goal.State), deletion);
    }

    private static string? Unsupported(RegisterResourceRequest request) =>
        request.EnvVarMappings.Count > 0 && !TypeTokens.IsProvider(request.Type)
            ? $"'{request.Name}' has envVarMappings, which only a provider can have: a plugin gets them when it is started."
            : request.Remote ? $"'{request.Name}': remote components are not supported by this engine." : null;

    private void WarnOfWrongPaths(string name, string urn, ImmutableArray<string> ignored)
    {
        foreach (var path in ignored.Where(path => PropertyPath.TryParse(path) is not { Segments.IsEmpty: false }))
            run.Events.Log(
                new Diagnostic(
                    DiagnosticSeverity.Warning,
                    $"'{name}' has '{path}' in ignoreChanges, which is no path to a property, so nothing is ignored for it.", urn));
    }

    private async Task<RegistrationResult> PlanAsync(Goal goal, ResourceState? old, Task<ResourceState?>? deletion)
    {
        var oldUrn = old?.Urn;
        var input = new PlanningInput(goal)
        {
            Old = deletion is null ? old : await deletion,
            Recreating = deletion is not null,
            Targeted = run.Targets.Contains(goal.State.Urn, goal.State.Type),
            Interrupted = run.Origin.Intents.LastOrDefault(
                intent => intent.Kind == "creating" && intent.Resource.Urn == goal.State.Urn)?.Resource.Inputs,
        };
        if (goal.State.Custom && goal.State.ImportId.Length > 0 && input.Targeted)
        {
            var known = old is null ? "" : old.ImportId.Length > 0 ? old.ImportId : old.Id;
            if (old is null || old.External || known != goal.State.ImportId) return await ImportAsync(goal, old);
        }

        input = input with { MustReplace = await MustReplaceAsync(goal.State, input.Old) };
        return await ActAsync(await generator.GenerateAsync(input), goal, oldUrn);
    }

    private async Task<RegistrationResult> ActAsync(Decision decision, Goal goal, string? oldUrn)
    {
        switch (decision)
        {
            case Decision.Refuse refuse:
                foreach (var reason in refuse.Reasons) run.Error(ExitCategory.Resource, reason, goal.State.Urn);
                return RegistrationResult.Failed(goal.State.Urn);
            case Decision.Act act:
                if (act.Warning is { } warning) run.Events.Log(new Diagnostic(DiagnosticSeverity.Warning, warning, goal.State.Urn));
                var state = await CarryOutAsync(act.Steps);
                if (state is null) return RegistrationResult.Failed(goal.State.Urn);
                if (state.IsProvider) providers.Add(state, await generator.OpenedAsync(state));
                table.Complete(state.Urn, state, oldUrn);
                return new RegistrationResult(state.Urn, state, Result.Success);
            default:
                table.NoteSkipped(goal.State.Urn);
                return RegistrationResult.LeftOut(goal.State.Urn);
        }
    }

    /// <summary>The resource after the last step; null when a step failed.</summary>
    private async Task<ResourceState?> CarryOutAsync(ImmutableArray<PlannedStep> steps)
    {
        ResourceState? result = null, deleted = null;
        if (steps.Any(step => step.Op == StepOp.Replace)) table.NoteReplaced(steps[0].Urn);
        foreach (var step in steps)
        {
            if (run.BeginsNothingNew) return null;
            if (step.Op == StepOp.DeleteReplaced && !await dependents.DeleteAsync(step.Old!)) return null;
            var outcome = await executor.ExecuteAsync(
                step.Op == StepOp.CreateReplacement && deleted is not null ? step with { Old = deleted } : step);
            if (!outcome.Succeeded) return null;
            if (step.Op == StepOp.DeleteReplaced) deleted = outcome.State;
            else if (step.Op != StepOp.Replace) result = outcome.State;
        }

        return result;
    }

    private async Task<RegistrationResult> ImportAsync(Goal goal, ResourceState? old)
    {
        var op = old is null ? StepOp.Import : StepOp.ImportReplacement;
        var target = goal.State with { Id = goal.State.ImportId };
        var imported = await executor.ExecuteAsync(new PlannedStep(op, old, target, Change.None));
        if (imported.State is not { } state) return RegistrationResult.Failed(goal.State.Urn);
        if (old is not null) await executor.ExecuteAsync(new PlannedStep(StepOp.Replace, old, state, Change.None));
        var decision = await generator.GenerateAsync(new PlanningInput(goal) { Old = state, Importing = true });
        if (decision is Decision.Act { Steps: [{ Op: StepOp.Same } same] })
            decision = new Decision.Act([same with { IsCompletion = true }]);
        if (decision is Decision.Act { Steps: [{ Op: StepOp.Same or StepOp.Update }] }) return await ActAsync(decision, goal, old?.Urn);
        var keys = decision is Decision.Act { Steps: [var step, ..] } ? string.Join(", ", step.Change.ReplaceKeys) : "";
        return Failed(
            goal.State.Urn,
            ExitCategory.Resource,
            $"'{state.Name}' was imported, but the program's inputs would replace it ({keys}). Make them agree with what exists, or "
                + $"remove the import option.");
    }

    private async Task<string?> MustReplaceAsync(ResourceState goal, ResourceState? old)
    {
        if (old is null) return null;
        if (run.Targets.IsReplaced(goal.Urn)) return "--replace";
        if (old.Taint) return "taint";
        if (goal.ReplaceWith.Any(table.WasReplaced)) return "replaceWith";
        if (goal.DeletedWith.Length > 0 && table.WasReplaced(goal.DeletedWith)) return "deletedWith";
        return await generator.ProviderReplacesAsync(goal, old, table) ? "provider" : null;
    }

    /// <summary>What is no target is left as it is; a target cannot be made of what is not there.</summary>
    private RegistrationResult OnSkipped(RegisterResourceRequest request, string urn, string skipped)
    {
        table.NoteSkipped(urn);
        return run.Targets.Contains(urn, request.Type)
            ? Failed(
                urn, ExitCategory.Resource,
                $"'{request.Name}' depends on '{Urn.Parse(skipped).Name}', which does not exist yet and is {(run.Targets.NamesTargets
                    ? $"no target. Target '{skipped}', too." : $"excluded: '{skipped}'.")}")
            : RegistrationResult.LeftOut(urn);
    }

    private RegistrationResult Failed(string urn, ExitCategory category, string message)
    {
        run.Error(category, message, urn);
        table.Miss(urn);
        return RegistrationResult.Failed(urn);
    }

    /// <summary>What must be there before the resource can be.</summary>
    private static IEnumerable<string> Needs(RegisterResourceRequest request)
    {
        foreach (var urn in request.Dependencies) yield return urn;
        foreach (var urn in request.PropertyDependencies.Values.SelectMany(entry => entry.Urns)) yield return urn;
        if (request.Parent.Length > 0) yield return request.Parent;
        if (request.Provider.Length > 0) yield return ResourceState.ProviderUrn(request.Provider);
        if (request.DeletedWith.Length > 0) yield return request.DeletedWith;
        foreach (var urn in request.ReplaceWith) yield return urn;
    }
}
