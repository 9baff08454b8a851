using System.Diagnostics.CodeAnalysis;
using Pulumi.Experimental;

namespace Pulumi;

/// <summary>Runs a program against the engine that started it, or against mocks.</summary>
[SuppressMessage("Design", "CA1052", Justification = "It has instances, one for each run.")]
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> Running_ = new();

    private readonly DeploymentSettings settings;
    private readonly InFlightTasks tasks = new();
    private readonly DeclarationContext declarations;
    private readonly ResourceRegistrar registrar;
    private readonly FunctionCaller functions;

    private Deployment(DeploymentSettings settings, IEngine engine, IMonitor monitor)
    {
        this.settings = settings;
        Monitor = monitor;
        Engine = engine;
        Logger = new EngineLogger(engine, tasks);
        Transforms = new Transforms(monitor);
        functions = new FunctionCaller(monitor, Transforms, Logger);
        registrar = new ResourceRegistrar(monitor, functions, Transforms, Logger, settings.IsDryRun);
        declarations = new DeclarationContext
        {
            ProjectName = settings.Project,
            StackName = settings.Stack,
            Declare = (resource, remote, args, options) => Track(registrar.CompleteAsync(resource, remote, args, options)),
            RegisterOutputs = (resource, outputs) => Track(registrar.RegisterOutputsAsync(resource, outputs)),
        };
    }

    /// <summary>The deployment that runs.</summary>
    /// <exception cref="InvalidOperationException">None does: the code is not called from RunAsync or TestAsync.</exception>
    public static DeploymentInstance Instance =>
        Running_.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    /// <summary>The deployment that runs.</summary>
    internal static Deployment Running => Instance.Deployment;

    internal IMonitor Monitor { get; }

    internal IEngine Engine { get; }

    internal EngineLogger Logger { get; }

    internal DeploymentSettings Settings => settings;

    internal Transforms Transforms { get; }

    internal FunctionCaller Functions => functions;

    /// <summary>Ends the program with an error unless the engine's version lies in the range.</summary>
    public static async Task RequirePulumiVersionAsync(string pulumiVersionRange) =>
        await Running.Engine.RequirePulumiVersionAsync(pulumiVersionRange).ConfigureAwait(false);

    internal string? GetConfig(string key) => settings.Config.GetValueOrDefault(key);

    internal bool IsConfigSecret(string key) => settings.ConfigSecretKeys.Contains(key);

    /// <summary>Keeps the program alive until a task is done, and fails it if the task fails.</summary>
    internal void Track(Task task) => tasks.Add(task);
}
