using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Cli.Rehearsal;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Rehearsal;

public sealed class PulumiHomeTests : IDisposable
{
    private static readonly string[] Packages = ["aws", "fly", "temporalcloud", "vercel"];
    private readonly TemporaryFolder folder = new();
    private readonly Workspace workspace;

    public PulumiHomeTests()
    {
        File.WriteAllText(folder["Pulumi.yaml"], "name: pip-ai\n");
        foreach (var package in Packages)
        {
            Write(
                $"{(package is "aws" or "vercel" ? "infra/rehearsal/standins" : "infra/packages")}/{package}/schema.json",
                """{"name": "x", "version": "7.48.0"}""");
            Write($".artifacts/bin/pulumi-resource-{package}/debug/pulumi-resource-{package}", package);
        }

        workspace = Workspace.Find(name => name == "PIPAI_ROOT" ? folder.Path : null);
    }

    [Fact]
    public void Each_plugin_of_this_build_is_found_at_the_version_of_its_schema_also_after_a_second_time()
    {
        var home = new PulumiHome(workspace);
        home.Install();
        home.Install();
        Assert.Equal(folder[".pipai/pulumi"], home.Directory);
        foreach (var package in Packages)
            Assert.Equal(package, File.ReadAllText(folder[$".pipai/pulumi/plugins/resource-{package}-v7.48.0/pulumi-resource-{package}"]));
        Assert.All(
            Directory.GetDirectories(folder[".pipai/pulumi/plugins"]), plugin => Assert.Single(Directory.GetFileSystemEntries(plugin)));
    }

    [Fact]
    public void A_build_that_has_moved_is_linked_again()
    {
        new PulumiHome(workspace).Install();
        var link = folder[".pipai/pulumi/plugins/resource-aws-v7.48.0/pulumi-resource-aws"];
        File.Delete(link);
        File.CreateSymbolicLink(link, "/nowhere");
        new PulumiHome(workspace).Install();
        Assert.Equal("aws", File.ReadAllText(link));
    }

    [Fact]
    public void A_plugin_that_is_not_built_is_named_with_the_command_that_builds_it()
    {
        File.Delete(folder[".artifacts/bin/pulumi-resource-fly/debug/pulumi-resource-fly"]);
        var error = Assert.Throws<CliException>(() => new PulumiHome(workspace).Install());
        Assert.Contains("'pulumi-resource-fly' is not built", error.Message, StringComparison.Ordinal);
        Assert.Equal("dotnet build infra/infra.slnf", error.Fix);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    public void A_schema_without_a_version_is_named(string schema)
    {
        Write("infra/rehearsal/standins/vercel/schema.json", schema);
        Assert.Contains(
            "does not say the version of package 'vercel'", Assert.Throws<CliException>(() => new PulumiHome(workspace).Install()).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllText(folder[file], text);
    }
}
