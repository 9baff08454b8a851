using PipAi.Providers.Fly.Images;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Images;

/// <summary>Which files make an image another one.</summary>
public sealed class SourceTreeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SourceTreeTests()
    {
        Directory.CreateDirectory(folder[".git"]);
        Write(".gitignore", "*.log\n/workers/secret/\n!keep.log\n# comment\nworkers/**/generated/*.cs\n");
        Write("Directory.Build.props", "<Project/>");
        Write("README.md", "not in the context");
        Write(
            "workers/pipeline/Pipeline.csproj",
            "<Project><ItemGroup><ProjectReference Include=\"..\\contracts\\Contracts.csproj\"/></ItemGroup></Project>");
        Write("workers/pipeline/Program.cs", "return 0;");
        Write("workers/contracts/Contracts.csproj", "<Project/>");
        Write("workers/contracts/Document.cs", "record Document;");
        Write("workers/other/Other.csproj", "<Project/>");
        Write("workers/other/Other.cs", "class Other;");
    }

    private string Hash => new SourceTree(folder["workers"], "pipeline/Pipeline.csproj").Hash(["Release"]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("workers/pipeline/Program.cs")]
    [InlineData("workers/pipeline/New.cs")]
    [InlineData("workers/contracts/Document.cs")]
    [InlineData("workers/pipeline/keep.log")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("workers/Directory.Build.targets")]
    public void A_source_or_build_file_counts(string file)
    {
        var before = Hash;
        Write(file, "changed");
        Assert.NotEqual(before, Hash);
    }

    [Theory]
    [InlineData("workers/pipeline/bin/Pipeline.dll")]
    [InlineData("workers/pipeline/obj/x.cs")]
    [InlineData("workers/.artifacts/x")]
    [InlineData("workers/pipeline/run.log")]
    [InlineData("workers/secret/key.txt")]
    [InlineData("workers/pipeline/generated/x.cs")]
    [InlineData("workers/other/Other.cs")]
    [InlineData("README.md")]
    [InlineData("infra/Program.cs")]
    public void Build_output_ignored_files_and_projects_of_no_concern_do_not_count(string file)
    {
        var before = Hash;
        Write(file, "changed");
        Assert.Equal(before, Hash);
    }

    [Theory]
    [InlineData("workers/README.md")]
    [InlineData("workers/pipeline/NOTES.md")]
    [InlineData("workers/pipeline/.Program.cs.swp")]
    [InlineData("workers/pipeline/Program.cs~")]
    [InlineData("workers/.vscode/settings.json")]
    [InlineData("workers/.editorconfig")]
    public void What_only_people_and_editors_read_does_not_count(string file)
    {
        var before = Hash;
        Write(file, "changed");
        Assert.Equal(before, Hash);
    }

    [Fact]
    public void A_document_that_the_project_takes_in_counts()
    {
        Write("workers/pipeline/Pipeline.csproj", "<Project><ItemGroup><EmbeddedResource Include=\"Prompt.md\"/></ItemGroup></Project>");
        Write("workers/pipeline/Prompt.md", "one");
        var before = Hash;
        Write("workers/pipeline/Prompt.md", "two");
        Assert.NotEqual(before, Hash);
    }

    [Fact]
    public void The_same_sources_elsewhere_have_the_same_hash()
    {
        using var elsewhere = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = elsewhere[Path.GetRelativePath(folder.Path, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(elsewhere[".git"]);
        Assert.Equal(Hash, new SourceTree(elsewhere["workers"], "pipeline/Pipeline.csproj").Hash(["Release"]));
    }

    [Fact]
    public void Build_settings_count() =>
        Assert.NotEqual(Hash, new SourceTree(folder["workers"], "pipeline/Pipeline.csproj").Hash(["Debug"]));

    private void Write(string name, string text)
    {
        var file = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
