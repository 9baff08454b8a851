using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>A folder that looks like the checkout, but with another Pulumi.prod.yaml.</summary>
internal sealed class ChangedSettings : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ChangedSettings(Func<string, string> change)
    {
        foreach (var name in new[] { ".artifacts", "infra", "workers", "Directory.Build.props", "Directory.Packages.props", "global.json" })
            File.CreateSymbolicLink(folder[name], Path.Combine(Pipai.Repository, name));
        File.Copy(Path.Combine(Pipai.Repository, "Pulumi.yaml"), folder["Pulumi.yaml"]);
        File.WriteAllText(folder["Pulumi.prod.yaml"], change(File.ReadAllText(Path.Combine(Pipai.Repository, "Pulumi.prod.yaml"))));
    }

    public string Root => folder.Path;

    public void Dispose() => folder.Dispose();
}
