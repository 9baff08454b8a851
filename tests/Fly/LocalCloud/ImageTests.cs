using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;
using PipAi.Providers.Fly.Images;
using PipAi.Testing;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>Images of a rehearsal: built by the SDK, stored by digest.</summary>
[Collection("local Fly")]
public sealed class ImageTests(LocalFly cloud)
{
    private const string Image = "fly:index:Image";

    [Fact]
    public async Task An_unchanged_source_plans_nothing_and_a_changed_one_another_image()
    {
        using var run = cloud.Run();
        var inputs = Props.Of(("app", "images"), ("context", cloud.Sources), ("project", "health/Health.csproj"));
        var stored = await run.CreateAsync(Image, "image", inputs);
        Assert.Equal(cloud.Image, stored.Output("reference"));
        var digest = stored.Output("digest");
        var folder = Path.Combine(cloud.Registry, "images", digest.Replace(':', '-'));
        var image = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "image.json")))!;
        Assert.Equal("./Health", image["entrypoint"]![0]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(folder, "Health")));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(cloud.Registry, "images"), ".staging*"));

        Assert.False((await run.DiffAsync(stored, inputs)).Changes);
        Assert.NotNull(await run.ReadAsync(stored));
        var note = Path.Combine(cloud.Sources, "health", "note.txt");
        await File.WriteAllTextAsync(note, "changed");
        try
        {
            var diff = await run.DiffAsync(stored, inputs);
            Assert.Equal(["sourceHash"], diff.DetailedDiff!.Keys);
            Assert.Empty(diff.Replaces!);
        }
        finally
        {
            File.Delete(note);
        }
    }

    [Fact]
    public async Task The_same_sources_in_another_folder_give_the_same_digest()
    {
        using var elsewhere = new TemporaryFolder();
        var project = Directory.CreateDirectory(elsewhere["health"]).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(cloud.Sources, "health")))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        var engine = new ListeningEngine();
        using var run = cloud.Run(engine);
        var image = await run.CreateAsync(
            Image, "copy", Props.Of(("app", "images"), ("context", elsewhere.Path), ("project", "health/Health.csproj")));
        Assert.Equal(cloud.Image, image.Output("reference"));
        // Who waits sees what has been done, each step by itself.
        Assert.Equal("copy: building Health", engine.Statuses[0]);
        Assert.Equal(["copy: compiled Health, publishing it", "copy: published Health"], engine.Statuses.TakeLast(2));
        Assert.Empty(engine.Said);
    }

    [Fact]
    public async Task What_was_built_for_one_rehearsal_is_there_for_the_next()
    {
        using var cache = new TemporaryFolder();
        var inputs = Props.Of(("app", "images"), ("context", cloud.Sources), ("project", "health/Health.csproj"));
        foreach (var isBuilt in (bool[])[true, false])
        {
            using var registry = new TemporaryFolder();
            var engine = new ListeningEngine();
            using var run = cloud.Run(engine, registry["registry"], cache["cache"]);

            Assert.Equal(cloud.Image, (await run.CreateAsync(Image, "image", inputs)).Output("reference"));

            Assert.Equal(isBuilt, !engine.Statuses.Contains("image: Health was built before"));
            Assert.Single(Directory.EnumerateFiles(registry.Path, "image.json", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public async Task A_project_that_does_not_compile_shows_the_compilers_words_and_leaves_nothing_behind()
    {
        var project = Directory.CreateDirectory(Path.Combine(cloud.Sources, "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "Broken.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), "return nonsense;");
        var engine = new ListeningEngine();
        using var run = cloud.Run(engine);
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() =>
            run.CreateAsync(Image, "broken", Props.Of(("app", "broken"), ("context", cloud.Sources), ("project", "broken/Broken.csproj"))));
        Assert.Contains("error CS0103", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            engine.Statuses,
            status => status.Contains("error", StringComparison.Ordinal) || status.Contains("compiled", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(cloud.Registry, "broken")));
    }

    [Fact]
    public async Task A_machine_without_the_SDK_is_told_so()
    {
        var dotnet = new DotnetCommand(_ => null, "no-such-dotnet");
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() =>
            RunAsync(dotnet));
        Assert.Contains("there is no .NET SDK on this machine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HOME")]
    [InlineData("DOTNET_CLI_HOME")]
    public async Task A_home_that_cannot_be_written_is_named_with_the_variable_that_changes_it(string variable)
    {
        var dotnet = new DotnetCommand(name => name == variable ? "/dev/null/nobody" : null);
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() => RunAsync(dotnet));
        Assert.Contains(
            $"needs a home folder that it can write to, and '/dev/null/nobody' ({variable}) is none: ", failure.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("\n    export DOTNET_CLI_HOME=\"$(mktemp -d)\"", failure.Message, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(DotnetCommand dotnet) => dotnet.RunAsync(
        Path.Combine(cloud.Sources, "health", "Health.csproj"), ["--version"], ImmutableDictionary<string, string>.Empty,
        _ => Task.CompletedTask, CancellationToken.None);
}
