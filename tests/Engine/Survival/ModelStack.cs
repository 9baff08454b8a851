using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.Registration;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace PipAi.Engine.Tests.Survival;

/// <summary>A resource of a generated program. It may depend on resources before it in the list.</summary>
internal sealed record ModelResource(string Name, bool NewKind, int Size, bool DeleteFirst, bool Component, ImmutableArray<int> DependsOn)
{
    /// <summary>The component it stands under; null for the stack itself.</summary>
    public int? Parent { get; init; }

    /// <summary>Names that it may have had before.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>The engine's own planner, executor and journal over a model cloud, with the "disk" in memory and a switch to kill it.</summary>
internal sealed class ModelStack
{
    private static readonly ProjectFile Project =
        new()
        {
            Path = "/Pulumi.yaml",
            Name = "proj",
            ProgramDirectory = "/",
            Declarations = ImmutableDictionary<string, ConfigDeclaration>.Empty,
        };

    private readonly CheckpointFormat format = new(new SecretTexts());
    private readonly StackCiphers ciphers = new(() => "");
    private byte[]? disk;

    public ModelCloud Cloud { get; } = new();

    /// <summary>What a new engine would read.</summary>
    public async Task<StackState> ReadAsync() => disk is null ? StackState.Empty : await format.ReadAsync(disk, ciphers);

    /// <summary>Calls the cloud without a wire, so that thousands of runs take seconds.</summary>
    private InProcessCallInvoker Link()
    {
        var link = new InProcessCallInvoker();
        ResourceProvider.BindService(link.Services, Cloud);
        return link;
    }

    /// <summary>Runs a program, or destroys where there is none; returns the steps, or null when the engine was killed.</summary>
    public async Task<OperationContext?> RunAsync(
        ImmutableArray<ModelResource>? program, Dictionary<int, Fault> faults, bool refresh = false,
        ImmutableArray<string> targets = default)
    {
        Cloud.Restart(faults);
        var origin = await ReadAsync();
        var context = new StackContext
        {
            ProjectFile = "",
            StackName = "dev",
            BackendDirectory = "",
            Program = LaunchCommand.Function((_, _) => Task.FromResult(0)),
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", LaunchCommand.Link(_ => Link(), otherwise: null)),
            Passphrase = () => "",
        };
        await using var processes = new ChildProcesses();
        using var slots = new SemaphoreSlim(4);
        var stack = Opened(context, processes, new SecretMask());
        var providers = new ProviderRegistry(new PluginHost(stack), origin, preview: false, CancellationToken.None);
        try
        {
            origin = await new InterruptedCalls(stack.Events, providers, SaveAsync).SettleAsync(origin, CancellationToken.None);
            await using var journal = new Journal(origin, SaveAsync);
            var run = Run(
                stack, journal, origin, slots, new TargetSet(new ResourceSelection { Targets = targets.IsDefault ? [] : targets }));
            var executor = new StepExecutor(run, providers);
            if (refresh) await new RefreshPhase(run, providers, acceptLoss: true).RunAsync();
            else await DeployAsync(run, providers, executor, program);
            await journal.SaveAsync();
            return run;
        }
        catch (KilledException)
        {
            return null;
        }
    }

    private static OpenedStack Opened(StackContext context, ChildProcesses processes, SecretMask mask) => new()
    {
        Context = context,
        Project = Project,
        Config = new StackConfig(ImmutableSortedDictionary<string, string>.Empty, []),
        Mask = mask,
        Events = new EventStream(null, mask),
        Processes = processes,
        EngineAddress = "",
    };

    private static OperationContext Run(OpenedStack stack, Journal journal, StackState origin, SemaphoreSlim slots, TargetSet targets) =>
        new()
        {
            Stack = stack,
            Preview = false,
            Journal = journal,
            Origin = origin,
            Targets = targets,
            GracefulStop = CancellationToken.None,
            ForcedStop = CancellationToken.None,
            Slots = slots,
        };

    private static async Task DeployAsync(
        OperationContext run, ProviderRegistry providers, StepExecutor executor, ImmutableArray<ModelResource>? program)
    {
        var table = new ResourceTable(run.Origin);
        if (program is { } resources) await RegisterAsync(new RegistrationHandler(run, table, providers, executor), resources);
        var unclaimed = table.Unclaimed;
        if (run.Failure is null) await new DeletionPhase(run, executor).RunAsync(state => program is null || unclaimed.Contains(state.Urn));
    }

    private static async Task RegisterAsync(RegistrationHandler registrations, ImmutableArray<ModelResource> resources)
    {
        var stack = await registrations.RegisterAsync(
            new RegisterResourceRequest { Type = TypeTokens.Stack, Name = "proj-dev", Object = new Struct() });
        var urns = new Task<string>[resources.Length];
        for (var i = 0; i < resources.Length; i++) urns[i] = RegisterAsync(registrations, stack.Urn, resources[i], resources, urns);
        await Task.WhenAll(urns);
    }

    /// <summary>As in a real program, each resource is registered as soon as what it needs is there.</summary>
    private static async Task<string> RegisterAsync(
        RegistrationHandler registrations, string stack, ModelResource resource, ImmutableArray<ModelResource> resources,
        Task<string>[] urns)
    {
        var request = new RegisterResourceRequest
        {
            Type = resource.Component ? "test:index:Group" : "test:index:Thing",
            Name = resource.Name,
            Custom = !resource.Component,
            Parent = resource.Parent is { } parent ? await urns[parent] : stack,
            Object = new Struct { Fields = { ["kind"] = Value.ForBool(resource.NewKind), ["size"] = Value.ForNumber(resource.Size) } },
            DeleteBeforeReplaceDefined = true,
            DeleteBeforeReplace = resource.DeleteFirst,
            SupportsResultReporting = true,
        };
        request.Aliases.Add(resource.Aliases.Select(name => new Alias { Spec = new Alias.Types.Spec { Name = name } }));
        foreach (var index in resource.DependsOn)
        {
            if (resources[index].Component) request.Dependencies.Add(await urns[index]);
            else Depend(request, await urns[index]);
        }

        return (await registrations.RegisterAsync(request)).Urn;
    }

    private static void Depend(RegisterResourceRequest request, string urn)
    {
        request.Dependencies.Add(urn);
        var dependencies = new RegisterResourceRequest.Types.PropertyDependencies();
        dependencies.Urns.Add(urn);
        request.PropertyDependencies["kind"] = dependencies;
    }

    private Task SaveAsync(StackState state)
    {
        if (Cloud.Killed) throw new KilledException();
        disk = format.WriteCheckpoint(
            state with { Written = DateTimeOffset.UnixEpoch }, "dev", "proj", () => throw new InvalidOperationException());
        return Task.CompletedTask;
    }

    private sealed class KilledException : Exception;
}
