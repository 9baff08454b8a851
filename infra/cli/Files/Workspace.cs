using System.Text.RegularExpressions;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Files;

/// <summary>Where things are: the checkout, its build output and the folder of rehearsals and state.</summary>
internal sealed partial class Workspace
{
    private Workspace(string root, string home)
    {
        Root = root;
        Home = home;
    }

    /// <summary>The checkout's folder.</summary>
    public string Root { get; }

    /// <summary>State and local clouds: <c>.pipai</c> in the checkout, or the folder named by <c>PIPAI_HOME</c>.</summary>
    public string Home { get; }

    /// <summary>Path of Pulumi.yaml.</summary>
    public string ProjectFile => Path.Combine(Root, "Pulumi.yaml");

    /// <summary>Path of a stack's settings.</summary>
    public string StackFile(string stack) => Path.Combine(Root, $"Pulumi.{stack}.yaml");

    /// <summary>
    /// Finds the checkout: <c>PIPAI_ROOT</c>, as the launcher sets it, else the first folder upwards that holds Pulumi.yaml.
    /// </summary>
    /// <exception cref="CliException">There is no Pulumi.yaml.</exception>
    public static Workspace Find(Func<string, string?> environment)
    {
        var root = environment("PIPAI_ROOT") ?? Upwards(Directory.GetCurrentDirectory()) ?? Upwards(AppContext.BaseDirectory);
        if (root is null || !File.Exists(Path.Combine(root, "Pulumi.yaml")))
            throw new CliException(
                ExitCode.Configuration, $"No Pulumi.yaml in '{root ?? Directory.GetCurrentDirectory()}' or above it.",
                "cd <your checkout of PIP AI>");
        return new Workspace(root, Path.GetFullPath(environment("PIPAI_HOME") ?? Path.Combine(root, ".pipai")));
    }

    /// <summary>Folder of one stack's local cloud.</summary>
    public string CloudDirectory(string stack) => Path.Combine(Home, "cloud", stack);

    /// <summary>
    /// What providers are told besides the addresses of a local cloud: images are built once for all rehearsals of the checkout.
    /// </summary>
    public KeyValuePair<string, string> BuildCache => new("FLY_BUILD_CACHE", Path.Combine(Root, ".artifacts", "images"));

    /// <summary>An executable of this build.</summary>
    public string Executable(string project, string assembly) => Built(project, OperatingSystem.IsWindows() ? $"{assembly}.exe" : assembly);

    /// <summary>
    /// A file that a project is built into: from the folder of machine code where this process runs from that (infra/ready), else where
    /// the project is built.
    /// </summary>
    public string Built(string project, string file) =>
        Path.Combine(AppContext.BaseDirectory, file) is var ready && File.Exists(ready)
            ? ready : Path.Combine(Root, ".artifacts", "bin", project, "debug", file);

    /// <summary>The stacks that have a settings file.</summary>
    public IReadOnlyList<string> Stacks() =>
        [.. Directory.EnumerateFiles(Root, "Pulumi.*.yaml")
            .Select(file => StackFileName().Match(Path.GetFileName(file)))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal)];

    /// <summary>Refuses a stack that has no settings file.</summary>
    /// <exception cref="CliException">Exit code 6; names the stacks there are.</exception>
    public void RequireStack(string stack)
    {
        var file = StackFile(stack);
        if (Path.GetFileName(file) == $"Pulumi.{stack}.yaml" && File.Exists(file)) return;
        var stacks = Stacks();
        throw new CliException(
            ExitCode.StackNotFound,
            $"There is no stack '{stack}': Pulumi.{stack}.yaml does not exist. Stacks here: {string.Join(", ", stacks)}.",
            stacks.Count > 0 ? $"./pipai preview --stack {Nearest(stack, stacks)}" : null);
    }

    private static string Nearest(string name, IReadOnlyList<string> names) =>
        names.OrderByDescending(candidate => candidate.Zip(name).TakeWhile(pair => pair.First == pair.Second).Count()).First();

    private static string? Upwards(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml"))) return folder.FullName;
        }

        return null;
    }

    [GeneratedRegex(@"^Pulumi\.([A-Za-z0-9_.-]+)\.yaml\z")]
    private static partial Regex StackFileName();
}
