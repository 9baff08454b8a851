using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.Registration;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol.Rpc;
using Pulumirpc;

namespace EmbeddedPulumi.Engine;

/// <summary>
/// One operation from start to end. What takes long starts first and runs side by side: the program, the plugins, the key of the
/// secrets, the state, the server.
/// </summary>
internal sealed class StackSession : IAsyncDisposable
{
    // A program sends all its registrations at once. They wait on its side for less memory than on this one.
    private const int CallsAtOnce = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private readonly RpcServer server = new(CallsAtOnce);
    private readonly StackFile stackFile;
    private readonly StackCiphers ciphers;
    private readonly PluginHost plugins;
    private readonly CancellationTokenSource programEnd = new();
    private volatile bool errorLogged;
    private volatile OperationContext? run;

    private StackSession(
        StackContext context, ProjectFile project, StackFile stackFile, StackConfig config, StackCiphers ciphers,
        IProgress<EngineEvent>? progress)
    {
        (this.stackFile, this.ciphers) = (stackFile, ciphers);
        var mask = new SecretMask();
        foreach (var key in config.SecretKeys) mask.Learn(config.Values[key]);
        Stack = new OpenedStack
        {
            Context = context,
            Project = project,
            Config = config,
            Mask = mask,
            Events = new EventStream(progress, mask),
            Processes = new ChildProcesses(),
            EngineAddress = server.Address,
        };
        Paths = new StackPaths(context.BackendDirectory, project.Name, context.StackName);
        Store = new CheckpointStore(Paths, context, new CheckpointFormat(new SecretTexts()), ciphers);
        plugins = new PluginHost(Stack);
    }

    public OpenedStack Stack { get; }

    public string StackFilePath => stackFile.Path;

    public StackPaths Paths { get; }

    public CheckpointStore Store { get; }

    public OperationContext Run => run ?? throw new InvalidOperationException("The session has not begun.");

    public ProviderRegistry Providers { get; private set; } = null!;

    public StepExecutor Executor { get; private set; } = null!;

    public ResourceTable Table { get; private set; } = null!;

    public RegistrationHandler Registrations { get; private set; } = null!;

    public ProgramProgress Progress { get; private set; } = null!;

    /// <summary>The plugins in use that the host did not bring.</summary>
    public ImmutableArray<ForeignPlugin> Plugins => plugins.Foreign;

    public Plan Plan => PlanOrder.Of(Run.Steps);

    /// <summary>Reads project and stack files; nothing is started yet.</summary>
    /// <exception cref="EngineException">A file is wrong.</exception>
    public static async Task<StackSession> OpenAsync(StackContext context, IProgress<EngineEvent>? progress)
    {
        StackNames.Check(context.StackName);
        var project = ProjectFile.Load(context.ProjectFile);
        var stackFile = StackFile.Load(project, context.StackName, context.StackFile, context.StackFileText);
        var ciphers = new StackCiphers(context.Passphrase, context.KeyIterations);
        var reader = new StackConfigReader(project, stackFile, context.StackName, context.CommandName);
        var cipher = reader.HasSecureValues ? await ciphers.OpenAsync(stackFile.EncryptionSalt!) : null;
        return new StackSession(context, project, stackFile, reader.Read(cipher), ciphers, progress);
    }

    /// <summary>Starts the program, if one is to run, and the plugins, reads the state, and serves both.</summary>
    public async Task<Task<(int Code, string LastErrors)>?> BeginAsync(
        bool preview, bool runProgram, OperationOptions options, CancellationToken stopping)
    {
        Progress = new ProgramProgress(Stack.Events) { Start = Stack.Events.Elapsed };
        Task<(int, string)>? program = null;
        if (runProgram)
        {
            program = Task.Run(() => new ProgramRunner(Stack).RunAsync(preview, programEnd.Token));
            plugins.StartAhead(Stack.Context.Providers.Keys, options.ForcedStop);
        }

        var origin = await Task.Run(LoadAsync);
        if (!runProgram)
        {
            plugins.StartAhead(PackagesOf(origin), options.ForcedStop);
            if (!preview) plugins.StartActorsAhead(PackagesOf(origin), options.ForcedStop);
        }

        Providers = new ProviderRegistry(plugins, origin, preview, options.ForcedStop);
        // Before the first call of a provider, which may log; the program's registrations wait for what is settled below.
        var ready = new TaskCompletionSource<(RegistrationHandler, ReadHandler)>(TaskCreationOptions.RunContinuationsAsynchronously);
        ResourceMonitor.BindService(server.Services, new MonitorService(Stack, preview, Progress, ready.Task));
        Pulumirpc.Engine.BindService(server.Services, new LogService(Stack.Events, NoteError));
        await server.StartAsync(CancellationToken.None);
        origin = await new InterruptedCalls(Stack.Events, Providers, preview ? _ => Task.CompletedTask : Store.SaveAsync).SettleAsync(
            origin, options.ForcedStop);
        Start(origin, preview, options, stopping);
        Registrations = new RegistrationHandler(Run, Table, Providers, Executor);
        ready.SetResult(
            (Registrations, new ReadHandler(
                Run, Table, Providers, Registrations, Executor, new StackReferences(Stack.Context, Stack.Project.Name, ciphers))));
        return program;
    }

    /// <summary>Ends the program now.</summary>
    public void EndProgram() => programEnd.Cancel();

    /// <summary>Tells the providers to give up what they are doing.</summary>
    public Task CancelProvidersAsync() => plugins.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await programEnd.CancelAsync();
        // A preview has changed nothing that a plugin would have to tidy up.
        await plugins.StopAsync(run is null or { Preview: true } or { ForcedStop.IsCancellationRequested: true } ? TimeSpan.Zero : Timeout);
        await Stack.Processes.DisposeAsync();
        await server.DisposeAsync();
        if (run is not null)
        {
            await run.Journal.DisposeAsync();
            run.Slots.Dispose();
        }

        programEnd.Dispose();
    }

    private async Task<StackState> LoadAsync()
    {
        var begun = Stack.Events.Elapsed;
        var state = await Store.LoadAsync();
        Store.Adopt(stackFile.EncryptionSalt);
        foreach (var resource in state.Resources)
        {
            Stack.Mask.Learn(resource.Inputs);
            Stack.Mask.Learn(resource.Outputs);
        }

        Stack.Events.EndPhase(Phase.State, begun);
        return state;
    }

    private void Start(StackState origin, bool preview, OperationOptions options, CancellationToken stopping)
    {
        run = new OperationContext
        {
            Stack = Stack,
            Preview = preview,
            Journal = new Journal(origin, preview ? null : Store.SaveAsync),
            Origin = origin,
            Targets = new TargetSet(options.Resources),
            GracefulStop = stopping,
            ForcedStop = options.ForcedStop,
            Slots = new SemaphoreSlim(Math.Max(1, Stack.Context.Parallel)),
        };
        if (errorLogged) run.NoteError();
        Table = new ResourceTable(origin);
        Executor = new StepExecutor(run, Providers);
    }

    /// <summary>An error was logged, perhaps before there is a run to blame for it.</summary>
    private void NoteError()
    {
        errorLogged = true;
        run?.NoteError();
    }

    private static IEnumerable<string> PackagesOf(StackState state) => state.Resources
        .Where(resource => resource.Custom && !resource.IsProvider && resource.Type.Contains(':', StringComparison.Ordinal))
        .Select(resource => resource.Type[..resource.Type.IndexOf(':', StringComparison.Ordinal)])
        .Distinct(StringComparer.Ordinal);
}
