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
        foreach (var file in (string[])["Pulumi.yaml", "Pulumi.prod.yaml", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"])
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

    public void Dispose() => folder.Dispose();
}
