using System.Collections.Immutable;
using System.Globalization;
using EmbeddedPulumi.Engine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests.Processes;

/// <summary>
/// Lets the test executable start itself as an engine, a program or a provider, so that tests can kill real processes.
/// The role is told by the variable <c>ENGINE_TEST_ROLE</c>, before any test runner begins.
/// </summary>
internal static class ProcessRole
{
    private const string Variable = "ENGINE_TEST_ROLE";
    private const string Folder = "ENGINE_TEST_FOLDER";
    private static readonly string[] ProgramVariables = ["PULUMI_MONITOR", "PULUMI_PROJECT", "PULUMI_STACK", "PULUMI_DRY_RUN"];

    /// <summary>Plays the role that the environment names and returns its exit code; null when it names none.</summary>
    public static async Task<int?> PlayAsync()
    {
        var folder = Environment.GetEnvironmentVariable(Folder)!;
        return Environment.GetEnvironmentVariable(Variable) switch
        {
            "engine" => await EngineAsync(folder),
            "program" => await ProgramAsync(folder),
            "provider" => await ProviderAsync(folder),
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

    /// <summary>Updates the stack.</summary>
    private static async Task<int> EngineAsync(string folder)
    {
        var result = await new StackEngine(Context(folder)).UpAsync(new UpOptions(), null, CancellationToken.None);
        foreach (var diagnostic in result.Diagnostics) await Console.Error.WriteLineAsync(diagnostic.ToString());
        return result.Succeeded ? 0 : 1;
    }

    /// <summary>Registers a chain of resources; crashes where the file <c>crash</c> says so.</summary>
    private static Task<int> ProgramAsync(string folder)
    {
        var environment = ProgramVariables.ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
        var program = (LaunchCommand.InProcess)FakeProgram.Of(async run =>
        {
            Mark(folder, "program");
            if (File.Exists(Path.Combine(folder, "crash"))) Environment.FailFast("crashed on purpose");
            await run.RegisterAllAsync(new Wanted("a"), new Wanted("b") { DependsOn = ["a"] }, new Wanted("c") { DependsOn = ["b"] });
            return null;
        });
        return program.Run(environment, CancellationToken.None);
    }

    /// <summary>A cloud in files. Where the file <c>hang</c> names a call, that call has its effect and never answers.</summary>
    private static async Task<int> ProviderAsync(string folder)
    {
        Mark(folder, "provider");
        var items = Directory.CreateDirectory(Path.Combine(folder, "cloud")).FullName;
        var cloud = await FakeCloud.StartAsync();
        foreach (var file in Directory.GetFiles(items))
        {
            var lines = await File.ReadAllLinesAsync(file);
            cloud.Resources[Path.GetFileName(file)] = (lines[0], JsonParser.Default.Parse<Struct>(lines[1]));
        }

        cloud.After = async (verb, name) =>
        {
            foreach (var (id, item) in cloud.Resources)
                await File.WriteAllTextAsync(Path.Combine(items, id), $"{item.Urn}\n{JsonFormatter.Default.Format(item.Properties)}");
            foreach (var gone in Directory.GetFiles(items).Where(file => !cloud.Resources.ContainsKey(Path.GetFileName(file)))) File.Delete(gone);
            var hang = Path.Combine(folder, "hang");
            if (!File.Exists(hang) || await File.ReadAllTextAsync(hang) != $"{verb} {name}") return;
            await File.WriteAllTextAsync(Path.Combine(folder, "hanging"), "");
            await Task.Delay(Timeout.Infinite);
        };
        Console.WriteLine(cloud.Address[(cloud.Address.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static void Mark(string folder, string role) =>
        File.WriteAllText(Path.Combine(folder, role + ".pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
}
