using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using PipAi.Cli.Files;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Rehearsal;

/// <summary>Opens a stack with the embedded engine: which program, which providers, where its state is.</summary>
internal sealed class RehearsalStack(Workspace workspace, string stack, HostEnvironment host)
{
    /// <summary>The packages whose plugins are ours.</summary>
    public static readonly ImmutableArray<string> Packages = ["aws", "fly", "temporalcloud", "vercel"];

    /// <summary>The engine; without endpoints the providers have nothing to talk to, which is what a preview needs.</summary>
    public StackEngine Engine(CloudEndpoints? endpoints = null) => new(Context(endpoints));

    /// <summary>Folders of plugins by name, which serve in place of those that would.</summary>
    public ImmutableSortedDictionary<string, string> PluginFolders { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A file in place of the stack file; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>
    /// What would be wrong with the settings if the stack file had this text. Neither the state nor a local cloud is looked at.
    /// </summary>
    public Task<ImmutableArray<string>> SettingMistakesAsync(string stackFile, CancellationToken cancellation) =>
        new StackEngine(
            Context(null) with
            {
                StackFileText = stackFile,
                BackendDirectory = Path.Combine(workspace.Home, "nothing"),
            }).SettingMistakesAsync(cancellation);

    /// <summary>The stored state.</summary>
    public StackStore Store() => new(Context(null));

    /// <summary>The stored state, to be edited by hand.</summary>
    public StateEdits Edits() => new(Context(null));

    /// <summary>Whether the stack has state here.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellation) =>
        (await Store().ListAsync(cancellation)).Any(known => known.Name == stack);

    /// <summary>Whether a run was stopped in the middle of calls whose outcome is not known.</summary>
    public async Task<bool> HasOpenCallsAsync(CancellationToken cancellation) =>
        await ExistsAsync(cancellation) && !(await Store().PendingOperationsAsync(cancellation)).IsEmpty;

    /// <summary>The outputs, typed, secrets in clear.</summary>
    /// <exception cref="IncompletePlatformException">The stack is not deployed, or not fully.</exception>
    public async Task<PlatformOutputs> OutputsAsync(CancellationToken cancellation)
    {
        var outputs = await Store().OutputsAsync(showSecrets: true, cancellation);
        return PlatformOutputs.Parse(JsonSerializer.SerializeToElement(outputs));
    }

    /// <summary>What the state knows: everything that was declared and made, secrets in clear.</summary>
    public async Task<ImmutableArray<DeclaredResource>> DeclaredAsync(CancellationToken cancellation)
    {
        using var export = JsonDocument.Parse(await Store().ExportAsync(showSecrets: true, cancellation));
        return DeclaredResource.Parse(export.RootElement);
    }

    private StackContext Context(CloudEndpoints? endpoints) => new()
    {
        ProjectFile = workspace.ProjectFile,
        StackName = stack,
        StackFile = ConfigFile,
        BackendDirectory = workspace.Home,
        Program = host.Program ?? LaunchCommand.Process(workspace.Executable("PipAi.Infra", "PipAi.Infra")),
        Providers = host.Providers ?? Linked(),
        Plugins = PluginSearch.Of(host.Variable) with { Folders = PluginFolders },
        ProviderEnvironment = endpoints?.ProviderEnvironment().Append(workspace.BuildCache).ToImmutableDictionary()
            ?? ImmutableDictionary<string, string>.Empty,
        Passphrase = new Passphrase(workspace.Home, host.Variable).Read,
        CommandName = "./pipai",
        Time = host.Time,
        KeyIterations = host.KeyIterations,
    };

    /// <summary>
    /// What only asks is in this process: a run without changes starts none. What changes something has its own, and none falls with
    /// another.
    /// </summary>
    private ImmutableDictionary<string, LaunchCommand> Linked()
    {
        var plugins = new InProcessProviders(workspace.Built("PipAi.Providers.Host", "PipAi.Providers.Host.dll"));
        return Packages.ToImmutableDictionary(package => package, LaunchCommand (package) => plugins.Command(package, Plugin(package)));
    }

    private LaunchCommand.Executable Plugin(string name) =>
        LaunchCommand.Process(workspace.Executable($"pulumi-resource-{name}", $"pulumi-resource-{name}"));
}
