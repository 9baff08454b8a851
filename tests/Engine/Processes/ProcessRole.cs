using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.Engine.Tests.Scenarios;

namespace PipAi.Engine.Tests.Processes;

/// <summary>
/// Lets the test executable start itself as an engine, a program or a provider, so that tests can kill real processes.
/// The role is told by the variable <c>ENGINE_TEST_ROLE</c>, before any test runner begins.
/// </summary>
internal static class ProcessRole
{
    private const string Variable = "ENGINE_TEST_ROLE";
    private const string Folder = "ENGINE_TEST_FOLDER";
    private const int StopProcess = 19;
    private static readonly string[] ProgramVariables = ["PULUMI_MONITOR", "PULUMI_PROJECT", "PULUMI_STACK", "PULUMI_DRY_RUN"];

    /// <summary>Plays the role that the environment names and returns its exit code; null when it names none.</summary>
    public static async Task<int?> PlayAsync(string[] arguments)
    {
        var folder = Environment.GetEnvironmentVariable(Folder)!;
        return Environment.GetEnvironmentVariable(Variable) switch
        {
            "engine" => await EngineAsync(folder),
            "program" => await ProgramAsync(folder),
            "provider" => await ProviderAsync(folder),
            "recorder" => await ScenarioRecorder.RecordAsync(arguments, CancellationToken.None),
            _ => null,
        };
    }

    /// <summary>The command that starts a role over a folder, which holds the project, the backend and the provider's cloud.</summary>
    public static LaunchCommand.Executable Command(string role, string folder) => LaunchCommand.Process(Environment.ProcessPath!) with
    {
        Environment = ImmutableDictionary<string, string>.Empty.Add(Variable, role).Add(Folder, folder),
    };

    public static StackContext Context(string folder) => new()
    {
        ProjectFile = Path.Combine(folder, "Pulumi.yaml"),
        StackName = "dev",
        BackendDirectory = folder,
        Program = Command("program", folder),
        Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", Command("provider", folder)),
        Passphrase = () => "",
    };

    /// <summary>
    /// Makes a provider do something after a call had its effect: <c>hang</c> (never answer), <c>freeze</c> (the whole process) or
    /// <c>die</c>.
    /// </summary>
    public static Task FaultAsync(string folder, string fault, string call) => File.WriteAllTextAsync(Path.Combine(folder, fault), call);

    /// <summary>Updates the stack. Interrupts work as in the command line; the exit code tells the category of a failure.</summary>
    private static async Task<int> EngineAsync(string folder)
    {
        using var stop = new CancellationTokenSource();
        using var stopNow = new CancellationTokenSource();
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            (stop.IsCancellationRequested ? stopNow : stop).Cancel();
            Console.WriteLine("interrupted");
        });
        try
        {
            var engine = new StackEngine(Context(folder));
            var events = File.Exists(Path.Combine(folder, "secrets")) ? new Printed() : null;
            UpdateResult result = Read(folder, "operation") switch
            {
                "destroy" => await engine.DestroyAsync(new DestroyOptions { ForcedStop = stopNow.Token }, events, stop.Token),
                "refresh" => await engine.RefreshAsync(new RefreshOptions { ForcedStop = stopNow.Token }, events, stop.Token),
                _ => await engine.UpAsync(new UpOptions { ForcedStop = stopNow.Token }, events, stop.Token),
            };
            if (events is not null) Console.WriteLine(JsonSerializer.Serialize(result));
            foreach (var diagnostic in result.Diagnostics) await Console.Error.WriteLineAsync(diagnostic.Message);
            return result.Failure is { } failure ? CodeOf(failure) : 0;
        }
        catch (EngineException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return CodeOf(error.Category);
        }
    }

    /// <summary>Prints all events as JSON.</summary>
    private sealed class Printed : IProgress<EngineEvent>
    {
        public void Report(EngineEvent value) => Console.WriteLine(JsonSerializer.Serialize(value, value.GetType()));
    }

    /// <summary>The exit code of the engine's process for a failure.</summary>
    public static int CodeOf(ExitCategory failure) => 100 + (int)failure;

    /// <summary>
    /// Registers a chain of resources: those that the file <c>wanted</c> names, or three. Crashes where the file <c>crash</c> says, and
    /// never ends where there is a file <c>stall</c>. What the file <c>secrets</c> holds is a secret input, and printed by everyone.
    /// </summary>
    private static async Task<int> ProgramAsync(string folder)
    {
        Mark(folder, "program");
        var (crash, wanted) = (Read(folder, "crash"), Read(folder, "wanted") ?? "a b c");
        CrashAt("start");
        var environment = ProgramVariables.ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
        var program = (LaunchCommand.InProcess)FakeProgram.Of(async run =>
        {
            CrashAt("stack");
            var names = wanted.Split(' ');
            var all = names.Select((name, at) => Secret(name) with { DependsOn = at == 0 ? [] : [names[at - 1]] }).ToList();
            if (crash == "between") await run.RegisterAllAsync([.. all[..1]]);
            CrashAt("between");
            await run.RegisterAllAsync([.. all]);
            CrashAt("end");
            await BlabAsync(folder);
            if (File.Exists(Path.Combine(folder, "stall")))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "stalling"), "");
                await Task.Delay(Timeout.Infinite);
            }

            return null;
        });
        var code = await program.Run(environment, CancellationToken.None);
        CrashAt("afterwards");
        return code;

        Wanted Secret(string name) => Read(folder, "secrets") is not { } text
            ? new Wanted(name)
            : new Wanted(
                name, ("password", new PropertyValue.Secret(text)))
            { Options = request => request.AdditionalSecretOutputs.Add("address") };

        void CrashAt(string place)
        {
            if (crash == place) Environment.FailFast("crashed on purpose");
        }
    }

    /// <summary>
    /// A cloud in files. Where the file <c>hang</c>, <c>freeze</c> or <c>die</c> names a call, that call has its effect and never answers.
    /// </summary>
    private static async Task<int> ProviderAsync(string folder)
    {
        Mark(folder, "provider");
        if (Environment.GetEnvironmentVariable("GIVEN") is { } given) await File.WriteAllTextAsync(Path.Combine(folder, "given"), given);
        await Console.Error.WriteLineAsync("the provider is at work");
        if (File.Exists(Path.Combine(folder, "stillborn")))
        {
            await BlabAsync(folder);
            return 3;
        }

        var items = Directory.CreateDirectory(Path.Combine(folder, "cloud")).FullName;
        var cloud = await FakeCloud.StartAsync();
        await LoadAsync(cloud, items);
        cloud.Before = (verb, name) =>
        {
            if (verb == "Check") Die(verb, name);
            return Task.CompletedTask;
        };
        cloud.After = async (verb, name) =>
        {
            await SaveAsync(cloud, items);
            await BlabAsync(folder);
            Die(verb, name);
            if (Read(folder, "freeze") == $"{verb} {name}")
            {
                _ = Signal(Environment.ProcessId, StopProcess);
                // The threads do not stop all at once; none of them may send the answer.
                await Task.Delay(Timeout.Infinite);
            }

            if (Read(folder, "hang") != $"{verb} {name}") return;
            await File.WriteAllTextAsync(Path.Combine(folder, "hanging"), "");
            // The call may go on when the test has seen enough.
            while (File.Exists(Path.Combine(folder, "hang"))) await Task.Delay(20);
        };
        Console.WriteLine(cloud.Address[(cloud.Address.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        await cloud.InterruptedAsync();
        return 0;

        void Die(string verb, string name)
        {
            if (Read(folder, "die") == $"{verb} {name}") Environment.FailFast("the provider ran out of luck");
        }
    }

    private static async Task LoadAsync(FakeCloud cloud, string items)
    {
        foreach (var file in Directory.GetFiles(items))
        {
            var lines = await File.ReadAllLinesAsync(file);
            cloud.Resources[Path.GetFileName(file)] = (lines[0], JsonParser.Default.Parse<Struct>(lines[1]));
        }
    }

    private static async Task SaveAsync(FakeCloud cloud, string items)
    {
        foreach (var (id, item) in cloud.Resources)
            await File.WriteAllTextAsync(Path.Combine(items, id), $"{item.Urn}\n{JsonFormatter.Default.Format(item.Properties)}");
        foreach (var gone in Directory.GetFiles(items).Where(file => !cloud.Resources.ContainsKey(Path.GetFileName(file))))
            File.Delete(gone);
    }

    /// <summary>Says what nobody should hear; an engine knows the input to be secret from its registration on.</summary>
    private static async Task BlabAsync(string folder)
    {
        if (Read(folder, "secrets") is not { } secrets) return;
        await Console.Error.WriteLineAsync($"{Environment.GetEnvironmentVariable("PULUMI_CONFIG")}\n{secrets}");
    }

    private static string? Read(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name)) : null;

    /// <summary>Says which process plays a role. The file appears whole: a test may be waiting for it.</summary>
    private static void Mark(string folder, string role)
    {
        var file = Path.Combine(folder, role + ".pid");
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText($"{file}.{process}", process);
        File.Move($"{file}.{process}", file, overwrite: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
