using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol.Rpc;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>
/// One operation from start to end. What takes long starts first and runs side by side: the program, the plugins, the key of the
/// secrets, the state, the server.
/// </summary>
internal sealed class StackSession : IAsyncDisposable
{
    // A program sends all its registrations at once. They wait on its side for less memory than on this one.
    private const int CallsAtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly ChildProcesses processes = new();
    private readonly RpcServer server = new(CallsAtOnce);
    private readonly StackContext context;
    private readonly StackFile stackFile;
    private readonly StackCiphers ciphers;
    private readonly PluginHost plugins;
    private readonly CancellationTokenSource programEnd = new();
    private volatile bool errorLogged;
    private volatile OperationRun? run;

    private StackSession(StackContext context, ProjectFile project, StackFile stackFile, StackConfig config, StackCiphers ciphers, IProgress<EngineEvent>? progress)
    {
        this.context = context;
        this.stackFile = stackFile;
        this.ciphers = ciphers;
        (Project, Config) = (project, config);
        Events = new EventStream(progress, Mask);
        Paths = new StackPaths(context.BackendDirectory, project.Name, context.StackName);
        Store = new CheckpointStore(Paths, context, new CheckpointFormat(new SecretTexts()), ciphers);
        foreach (var key in config.SecretKeys) Mask.Learn(config.Values[key]);
        plugins = new PluginHost(context, project, server.Address, PluginEnvironment(), processes, Events);
    }

    public ProjectFile Project { get; }

    public StackConfig Config { get; }

    public string StackFilePath => stackFile.Path;

    public EventStream Events { get; }

    /// <summary>The secrets that are known so far.</summary>
    public SecretMask Mask { get; } = new();

    public StackPaths Paths { get; }

    public CheckpointStore Store { get; }

    public OperationRun Run => run ?? throw new InvalidOperationException("The session has not begun.");

    public ProviderRegistry Providers { get; private set; } = null!;

    public StepExecutor Executor { get; private set; } = null!;

    public ResourceTable Table { get; private set; } = null!;

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
        var progress = new ProgramProgress(Events) { Start = Events.Elapsed };
        Task<(int, string)>? program = null;
        if (runProgram)
        {
            program = Task.Run(() => new ProgramRunner(context, Project, Events, processes).RunAsync(Config, server.Address, preview, programEnd.Token));
            plugins.StartAhead(context.Providers.Keys, options.StopNow);
        }

        var loading = Task.Run(LoadAsync);
        if (!runProgram) await loading;
        var origin = await loading;
        if (!runProgram)
        {
            plugins.StartAhead(PackagesOf(origin), options.StopNow);
            if (!preview) plugins.StartActorsAhead(PackagesOf(origin), options.StopNow);
        }

        Providers = new ProviderRegistry(plugins, origin, preview, options.StopNow);
        // Before the first call of a provider, which may log.
        var monitor = new TaskCompletionSource<MonitorService>(TaskCreationOptions.RunContinuationsAsynchronously);
        ResourceMonitor.BindService(server.Services, new MonitorGate(monitor.Task));
        Pulumirpc.Engine.BindService(server.Services, new LogService(Events, NoteError));
        await server.StartAsync(CancellationToken.None);
        origin = await new InterruptedCalls(Events, Providers, preview ? _ => Task.CompletedTask : Store.SaveAsync).SettleAsync(origin, options.StopNow);
        Start(origin, preview, options, stopping);
        var registrar = new Registrar(Run, Table, Providers, Executor);
        Registrar = registrar;
        var reader = new Reader(Run, Table, Providers, registrar, Executor, new StackOutputs(context, Project.Name, ciphers));
        Progress = progress;
        monitor.SetResult(new MonitorService(Run, registrar, reader, progress));
        return program;
    }

    public Registrar Registrar { get; private set; } = null!;

    public ProgramProgress Progress { get; private set; } = null!;

    /// <summary>Ends the program now.</summary>
    public void EndProgram() => programEnd.Cancel();

    /// <summary>Tells the providers to give up what they are doing.</summary>
    public Task CancelProvidersAsync() => plugins.CancelAsync();

    /// <summary>The plugins in use that the host did not bring.</summary>
    public ImmutableArray<ForeignPlugin> Plugins => plugins.Foreign;

    public Plan Plan => PlanOrder.Of(Run.Steps);

    public async ValueTask DisposeAsync()
    {
        await programEnd.CancelAsync();
        // A preview has changed nothing that a plugin would have to tidy up.
        await plugins.StopAsync(run is null or { Preview: true } or { StopNow.IsCancellationRequested: true } ? TimeSpan.Zero : Patience);
        await processes.DisposeAsync();
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
        var begun = Events.Elapsed;
        var state = await Store.LoadAsync();
        Store.Adopt(stackFile.EncryptionSalt);
        foreach (var resource in state.Resources)
        {
            Mask.Learn(resource.Inputs);
            Mask.Learn(resource.Outputs);
        }

        Events.EndPhase(Phase.State, begun);
        return state;
    }

    private void Start(StackState origin, bool preview, OperationOptions options, CancellationToken stopping)
    {
        run = new OperationRun
        {
            Context = context,
            Project = Project,
            Config = Config,
            Preview = preview,
            Events = Events,
            Mask = Mask,
            Journal = new Journal(origin, preview ? null : Store.SaveAsync),
            Origin = origin,
            Targets = new TargetSet(options.Resources),
            Stopping = stopping,
            StopNow = options.StopNow,
            Slots = new SemaphoreSlim(Math.Max(1, context.Parallel)),
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

    private ImmutableDictionary<string, string> PluginEnvironment() => ImmutableDictionary<string, string>.Empty
        .Add("PULUMI_PROJECT", Project.Name)
        .Add("PULUMI_STACK", context.StackName)
        .Add("PULUMI_CONFIG", Config.ToEnvironment().Config);
}
