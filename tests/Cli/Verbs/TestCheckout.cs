using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Terminals;
using PipAi.EngineTesting;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Hosting;
using PipAi.Testing;
using Spectre.Console;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>
/// `pipai` in this process: a checkout and a home of its own, the real engine, and a program, a provider and a local cloud that the test
/// holds in its hands.
/// </summary>
internal sealed class TestCheckout : IAsyncDisposable
{
    private static readonly string[] Packages = ["aws", "fly", "temporalcloud", "test", "vercel"];
    private readonly TemporaryFolder folder = new();
    private LocalCloudHost? cloud;
    private Interrupts? interrupts;
    private Func<string> answered = () => "";
    private Outcome? ended;

    private TestCheckout(FakeCloud provider) => Provider = provider;

    /// <summary>What serves all packages.</summary>
    public FakeCloud Provider { get; }

    public LaunchCommand Program { get; set; } = FakeProgram.Of();

    public Dictionary<string, string> Variables { get; } = [];

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What is started to serve a local cloud.</summary>
    public string Executable { get; set; } = Path.Combine(AppContext.BaseDirectory, "pipai");

    /// <summary>Columns of the terminal; a pipe's by default.</summary>
    public int Width { get; set; } = 200;

    public string Home => folder["home"];

    public string StateFile => folder["home/.pulumi/stacks/pip-ai/prod.json"];

    public string this[string name] => folder[name];

    public static async Task<TestCheckout> CreateAsync(string stackFile = "config:\n  pip-ai:owner: platform\n")
    {
        var checkout = new TestCheckout(await FakeCloud.StartAsync());
        checkout.Write("Pulumi.yaml", "name: pip-ai\nruntime: dotnet\nconfig:\n  owner: { type: string, default: platform }\n");
        checkout.Write("Pulumi.prod.yaml", stackFile);
        return checkout;
    }

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], text);
    }

    public string Read(string name) => File.ReadAllText(folder[name]);

    /// <summary>The stack's local cloud, in this process.</summary>
    public async Task<LocalCloudHost> StartCloudAsync() => cloud = await LocalCloudHost.StartAsync(
        new LocalCloudOptions { Stack = "prod", Directory = folder["home/cloud/prod"] }, TestContext.Current.CancellationToken);

    /// <summary>Starts the local cloud and deploys the program.</summary>
    public async Task DeployAsync()
    {
        await StartCloudAsync();
        (await RunAsync("up", "--yes", "--skip-verify")).Ended(0);
    }

    /// <summary>A lock on the stack's state.</summary>
    /// <param name="process">Who holds it.</param>
    /// <param name="name">Its file.</param>
    public void Lock(int process, string name = "one")
    {
        // What is older than its process was left by another one.
        var taken = process == Environment.ProcessId ? DateTimeOffset.UtcNow : new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Write(
            $"home/.pulumi/locks/organization/pip-ai/prod/{name}.json",
            $$"""{"pid":{{process}},"username":"ann","hostname":"{{Environment.MachineName}}","timestamp":"{{taken:O}}"}""");
    }

    /// <summary>Has the commands take the cloud of these endpoints for the stack's own.</summary>
    public void Redirect(CloudEndpoints endpoints) => Write(
        $"home/cloud/prod/{CloudEndpoints.FileName}",
        System.Text.Json.JsonSerializer.Serialize(endpoints, System.Text.Json.JsonSerializerOptions.Web));

    /// <summary>Runs a command line whose input and output are pipes.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync(null, "", arguments);

    /// <summary>Runs a command line before a person who gives an answer.</summary>
    public Task<Outcome> AnsweringAsync(string answer, params string[] arguments) => RunAsync(true, answer + "\n", arguments);

    /// <summary>Runs a command line that reads a document.</summary>
    public Task<Outcome> ReadingAsync(string input, params string[] arguments) => RunAsync(null, input, arguments);

    /// <summary>Ctrl-C in the command that runs.</summary>
    public void Interrupt()
    {
        Assert.True(ended is null, $"It has ended already:\n{ended}");
        interrupts!.Interrupt();
    }

    /// <summary>Waits until the command that runs has answered so.</summary>
    public async Task UntilAsync(Func<string, bool> isEnough)
    {
        while (!isEnough(answered()))
        {
            Assert.True(ended is null, $"It ended before it had answered so:\n{ended}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (cloud is not null) await cloud.DisposeAsync();
        await Provider.DisposeAsync();
        folder.Dispose();
    }

    private async Task<Outcome> RunAsync(bool? isInteractive, string input, string[] arguments)
    {
        using var answer = new StringWriter { NewLine = "\n" };
        // Not disposed: whoever presses Ctrl-C writes a line to it, when the command may have ended already.
        var errors = new StringWriter { NewLine = "\n" };
        var output = TextWriter.Synchronized(answer);
        answered = () =>
        {
            lock (output) return answer.ToString();
        };
        var terminal = new Terminal
        {
            Input = new StringReader(input),
            Output = output,
            Errors = TextWriter.Synchronized(errors),
            Answer = Console(answer),
            Progress = Console(errors),
            Interactive = isInteractive ?? false,
        };
        interrupts = new Interrupts(terminal.Errors);
        using (interrupts)
        {
            ended = null;
            var exit = await CommandLine.RunAsync(arguments, terminal, interrupts, Host());
            return ended = new Outcome(Shown(string.Join(' ', arguments)), exit, Shown(answer.ToString()), Shown(errors.ToString()));
        }
    }

    private HostEnvironment Host() => new()
    {
        Variable = name => name switch
        {
            "PIPAI_ROOT" => folder.Path,
            "PIPAI_HOME" => Variables.GetValueOrDefault(name, Home),
            _ => Variables.GetValueOrDefault(name),
        },
        Executable = Executable,
        Time = Time,
        KeyIterations = 1,
        Program = Program,
        Providers = Packages.ToImmutableDictionary(package => package, LaunchCommand (_) => LaunchCommand.Attach(Provider.Address)),
    };

    private string Shown(string text) => text.Replace(folder.Path, "<checkout>", StringComparison.Ordinal);

    private IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        return console;
    }
}
