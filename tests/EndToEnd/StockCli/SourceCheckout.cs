using PipAi.Testing;

namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>
/// A copy of the sources, as a clone is: the stock CLI writes to stack files, and its language host builds the program and our plugins
/// in it. Only what `./pipai` itself consists of is taken from the build that is tested. All tests with the stock CLI share one, one
/// after the other, since its first build is the longest part of them.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class SourceCheckout : IDisposable, ICollectionFixture<SourceCheckout>
{
    /// <summary>The collection of those tests.</summary>
    public const string Collection = "stock CLI";

    private readonly TemporaryFolder folder = new();

    public SourceCheckout()
    {
        Restore();
        foreach (var part in (string[])["infra", "workers"]) Folders.Copy(Path.Combine(Pipai.Repository, part), Path.Combine(Root, part));
        // The language host builds these again, so they must not be this build's own files.
        foreach (var built in (string[])["PipAi.Infra", "pulumi-resource-fly", "pulumi-resource-temporalcloud"])
            Folders.Copy(Built(Pipai.Repository, built), Built(Root, built));
        foreach (var other in (string[])["PipAi.Cli", "PipAi.Providers.Host", "pulumi-resource-aws", "pulumi-resource-vercel"])
            Directory.CreateSymbolicLink(Built(Root, other), Built(Pipai.Repository, other));
    }

    public string Root => folder.Path;

    /// <summary>An executable of the build that is tested.</summary>
    public static string Executable(string name) => Path.Combine(Built(Pipai.Repository, name), "debug", name);

    /// <summary>Undoes what a test, or the stock CLI, changed in project and stack files.</summary>
    public void Restore()
    {
        foreach (var file in Directory.EnumerateFiles(Pipai.Repository))
            File.Copy(file, Path.Combine(Root, Path.GetFileName(file)), overwrite: true);
    }

    public void Dispose() => folder.Dispose();

    private static string Built(string root, string project) => Path.Combine(root, ".artifacts", "bin", project);
}
