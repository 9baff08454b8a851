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
    private readonly ResourceRegistrar registrar;
    private readonly FunctionCaller functions;
    private Stack? stack;

    private Deployment(DeploymentSettings settings, IEngine engine, IMonitor monitor)
    {
        this.settings = settings;
        Monitor = monitor;
        Engine = engine;
        Logger = new EngineLogger(engine, tasks);
        Transforms = new Transforms(monitor);
        functions = new FunctionCaller(monitor, Transforms);
        registrar = new ResourceRegistrar(monitor, functions, Transforms, settings.IsDryRun);
    }

    /// <summary>The deployment that runs.</summary>
    /// <exception cref="InvalidOperationException">None does: the code is not called from RunAsync or TestAsync.</exception>
    public static DeploymentInstance Instance =>
        Running_.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    /// <summary>The deployment that runs, or null.</summary>
    internal static Deployment? Current => Running_.Value?.Deployment;

    /// <summary>The deployment that runs.</summary>
    internal static Deployment Running => Instance.Deployment;

    internal IMonitor Monitor { get; }

    internal IEngine Engine { get; }

    internal EngineLogger Logger { get; }

    internal DeploymentSettings Settings => settings;

    /// <summary>The name of the root resource.</summary>
    internal string StackResourceName => $"{settings.Project}-{settings.Stack}";

    internal Stack Stack
    {
        get => stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => stack = value;
    }

    internal Transforms Transforms { get; }

    internal FunctionCaller Functions => functions;

    /// <summary>Ends the program with an error unless the engine's version lies in the range.</summary>
    public static async Task RequirePulumiVersionAsync(string pulumiVersionRange) =>
        await Running.Engine.RequirePulumiVersionAsync(pulumiVersionRange).ConfigureAwait(false);

    internal string? GetConfig(string key) => settings.Config.GetValueOrDefault(key);

    internal bool IsConfigSecret(string key) => settings.ConfigSecretKeys.Contains(key);

    /// <summary>Keeps the program alive until a task is done, and fails it if the task fails.</summary>
    internal void Track(Task task) => tasks.Add(task);

    internal void ReadOrRegister(Resource resource, bool remote, ResourceArgs args, ResourceOptions options) =>
        Track(registrar.CompleteAsync(resource, remote, args, options));

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs) =>
        Track(registrar.RegisterOutputsAsync(resource, outputs));
}
