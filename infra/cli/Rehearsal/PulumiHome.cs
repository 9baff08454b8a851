using System.Text.Json;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// The Pulumi home of rehearsals, <c>.pipai/pulumi</c>: in it the stock CLI finds the four plugins of this build at the versions that
/// the SDKs ask for, and its own <c>~/.pulumi</c>, with logins and other people's plugins, stays as it is.
/// </summary>
internal sealed class PulumiHome(Workspace workspace)
{
    private static readonly string[] SchemaFolders = ["infra/packages", "infra/rehearsal/standins"];

    /// <summary>Its absolute path: what PULUMI_HOME names.</summary>
    public string Directory => Path.Combine(workspace.Home, "pulumi");

    /// <summary>Installs the plugins of this build.</summary>
    /// <returns>The plugins' folders.</returns>
    /// <exception cref="CliException">A plugin is not built, or its schema can't be read.</exception>
    public IReadOnlyList<string> Install() => [.. RehearsalStack.Packages.Select(Install)];

    private string Install(string package)
    {
        var name = $"pulumi-resource-{package}";
        var executable = workspace.Executable(name, name);
        if (!File.Exists(executable))
            throw new CliException(
                ExitCode.Error, $"The plugin '{name}' is not built: there is no {executable}.", "dotnet build infra/infra.slnf");
        var folder = HomeFolder.Require(workspace.Home, Path.Combine(Directory, "plugins", $"resource-{package}-v{VersionOf(package)}"));
        // A link and no copy: what is built later is what runs. Windows makes links for administrators only, but starts scripts.
        if (OperatingSystem.IsWindows()) File.WriteAllText(Path.Combine(folder, name + ".cmd"), $"@\"{executable}\" %*\r\n");
        else Link(Path.Combine(folder, name), executable);
        return folder;
    }

    private static void Link(string link, string target)
    {
        if (new FileInfo(link).LinkTarget == target) return;
        // Made beside and renamed, so that a `pulumi` that runs now always finds one.
        var made = $"{link}.{Environment.ProcessId}";
        File.CreateSymbolicLink(made, target);
        File.Move(made, link, overwrite: true);
    }

    private string VersionOf(string package)
    {
        // Ours are in the one folder, those of official packages in the other.
        var found = SchemaFolders.Select(folder => $"{folder}/{package}/schema.json").FirstOrDefault(
            file => File.Exists(Path.Combine(workspace.Root, file)))
            ?? $"{SchemaFolders[0]}/{package}/schema.json";
        var schema = Path.Combine(workspace.Root, found);
        try
        {
            using var stream = File.OpenRead(schema);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.GetProperty("version").GetString()!;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new CliException(
                ExitCode.Error, $"'{schema}' does not say the version of package '{package}': {exception.Message}",
                $"git checkout -- {found}", exception);
        }
    }
}
