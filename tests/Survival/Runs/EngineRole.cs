using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Protocol.Rpc;
using PipAi.Survival.Tests.Cloud;
using Pulumirpc;

namespace PipAi.Survival.Tests.Runs;

/// <summary>
/// The test's executable as an engine: one operation of the prod stack, by the real program, over the fake cloud in the folder.
/// </summary>
internal static class EngineRole
{
    private const string FolderVariable = "SURVIVAL_FOLDER";
    private static readonly string[] Packages =
    [
        "rehearsal/standins/aws",
        "packages/fly",
        "packages/temporalcloud",
        "rehearsal/standins/vercel",
    ];

    /// <summary>The folder of project, state and cloud; null in the test's own process.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(FolderVariable);

    /// <summary>The variables that make a process play this role.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(string folder, string operation, KillPoint point, int share) =>
    [
        new(FolderVariable, folder),
        new("SURVIVAL_OPERATION", operation),
        new("SURVIVAL_POINT", point.ToString()),
        new("SURVIVAL_SHARE", share.ToString(CultureInfo.InvariantCulture)),
    ];

    public static async Task<int> PlayAsync(string folder)
    {
        var engine = new StackEngine(Context(folder) with
        {
            Providers = Packages.ToImmutableDictionary(
                package => Path.GetFileName(package), LaunchCommand (package) => Provider(folder, package)),
        });
        OperationResult result = Read("OPERATION") switch
        {
            "up" => await engine.UpAsync(new UpOptions(), null, CancellationToken.None),
            "destroy" => await engine.DestroyAsync(new DestroyOptions(), null, CancellationToken.None),
            _ => await engine.PreviewAsync(new PreviewOptions { ExpectNoChanges = true }, null, CancellationToken.None),
        };
        foreach (var diagnostic in result.Diagnostics) await Console.Error.WriteLineAsync($"{diagnostic.Severity}: {diagnostic.Message}");
        foreach (var step in result.Plan.Steps.Where(step => step.Op != StepOp.Same))
            await Console.Error.WriteLineAsync($"{step.Op} {step.Urn} {string.Join(',', step.Diffs)}");
        return result.Succeeded ? 0 : 1;
    }

    /// <summary>The stack in a folder.</summary>
    public static StackContext Context(string folder) => new()
    {
        ProjectFile = Path.Combine(folder, "Pulumi.yaml"),
        StackName = "prod",
        BackendDirectory = folder,
        Program = LaunchCommand.Function((environment, _) => Task.Run(() => RunProgram(environment))),
        Passphrase = () => "correct horse",
        KeyIterations = 1,
        CommandName = "./pipai",
    };

    /// <summary>The repository's folder.</summary>
    public static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    private static LaunchCommand.Linked Provider(string folder, string package)
    {
        var marks = Directory.CreateDirectory(Path.Combine(folder, "kills")).FullName;
        var link = new InProcessCallInvoker();
        ResourceProvider.BindService(link.Services, new FakeCloudService(
            new CloudPackage(Path.Combine(Repository(), "infra", package, "schema.json")),
            new ItemStore(Path.Combine(folder, "cloud", Path.GetFileName(package))),
            new KillSwitch(marks, Enum.Parse<KillPoint>(Read("POINT")), int.Parse(Read("SHARE"), CultureInfo.InvariantCulture)),
            File.ReadAllText(Path.Combine(folder, "image"))));
        return LaunchCommand.Link(_ => link, otherwise: null);
    }

    /// <summary>The program as it is, its first line to its last, in this process: a child would only have to be started.</summary>
    private static int RunProgram(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment) Environment.SetEnvironmentVariable(name, value);
        return (int)Assembly.Load("PipAi.Infra").EntryPoint!.Invoke(null, [Array.Empty<string>()])!;
    }

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable("SURVIVAL_" + name) ?? throw new InvalidOperationException($"SURVIVAL_{name} is not set.");
}
