using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>
/// A folder that looks like the checkout, with settings and worker sources of its own to change. Its build output is the real one.
/// </summary>
internal sealed class Checkout : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Checkout()
    {
        File.CreateSymbolicLink(folder[".artifacts"], Path.Combine(Pipai.Repository, ".artifacts"));
        // The program is started from the build output; its folder only says where the workers are.
        Directory.CreateDirectory(folder["infra/program"]);
        foreach (var file in (string[])[
            "Pulumi.yaml",
            "Pulumi.prod.yaml",
            "Directory.Build.props",
            "Directory.Packages.props",
            "global.json",
            ".editorconfig",
        ])
            File.Copy(Path.Combine(Pipai.Repository, file), folder[file]);
        Folders.Copy(Path.Combine(Pipai.Repository, "workers"), folder["workers"]);
    }

    public string Root => folder.Path;

    /// <summary>Replaces a text that must be there, and everywhere it is.</summary>
    public Checkout Change(string file, string old, string now)
    {
        var text = File.ReadAllText(folder[file]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], text.Replace(old, now, StringComparison.Ordinal));
        return this;
    }

    /// <summary>From now on each run of the program is written down, with what it is told of it: whether it is run for a plan.</summary>
    /// <returns>The file, a line for each run.</returns>
    public string NoteProgramRuns()
    {
        var built = Path.Combine(Pipai.Repository, ".artifacts");
        File.Delete(folder[".artifacts"]);
        Directory.CreateDirectory(folder[".artifacts/bin/PipAi.Infra/debug"]);
        foreach (var entry in Directory.EnumerateFileSystemEntries(built).Concat(
            Directory.EnumerateFileSystemEntries(Path.Combine(built, "bin"))))
        {
            var link = folder[Path.Combine(".artifacts", Path.GetRelativePath(built, entry))];
            if (!Path.Exists(link)) File.CreateSymbolicLink(link, entry);
        }

        var script = folder[".artifacts/bin/PipAi.Infra/debug/PipAi.Infra"];
        File.WriteAllText(
            script, $"#!/bin/sh\necho \"$PULUMI_DRY_RUN\" >>'{folder["runs"]}'\nexec '{built}/bin/PipAi.Infra/debug/PipAi.Infra' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder["runs"];
    }

    public void Dispose() => folder.Dispose();
}
