using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests.Processes;

/// <summary>Plugins that the host does not bring, found as the Pulumi CLI finds them, and run as real processes.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ForeignPluginTests : IDisposable
{
    private static readonly ImmutableDictionary<string, LaunchCommand> None = ImmutableDictionary<string, LaunchCommand>.Empty;
    private readonly ProcessStack stack = new();
    private readonly List<EngineEvent> told = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string PluginFolder => stack["home/plugins"];

    [Fact]
    public async Task A_plugin_on_PATH_serves_its_package_also_in_a_preview_and_is_named_before_it_does_anything()
    {
        var file = Plugin("bin");
        var preview = await PreviewAsync(Search("bin"), Record());
        Assert.True(preview.Succeeded, Said(preview));
        Assert.Equal([new ForeignPlugin("dns", "1.0.0", file, PluginOrigin.SearchPath)], preview.Plugins);
        Assert.Contains($"\"path\": \"{file}\"", preview.ToJson(), StringComparison.Ordinal);
        Assert.True(
            told.FindIndex(happened => happened is EngineEvent.PluginStarted) < told.FindIndex(
                happened => happened is EngineEvent.StepStarted { Step.Name: "a" }));

        var up = await UpAsync(Search("bin"), Record());
        Assert.True(up.Succeeded, Said(up));
        Assert.Equal(1, stack.Items);
        Assert.Equal($"dns 1.0.0, on PATH: {file}", Assert.Single(up.Plugins).ToString());
    }

    [Fact]
    public async Task What_the_host_brings_is_not_looked_for_and_named_for_no_one()
    {
        Plugin("bin", "test");
        var up = await UpAsync(Search("bin"), stack.Context.Providers, new Wanted("a"));
        Assert.True(up.Succeeded, Said(up));
        Assert.Empty(up.Plugins);
        Assert.DoesNotContain(
            "plugins", (await PreviewAsync(Search("bin"), stack.Context.Providers, new Wanted("a"))).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_named_for_the_run_comes_before_what_the_host_brings_and_before_all_others()
    {
        Plugin("bin", "test");
        var file = Plugin("named", "test");
        var search = Search("bin") with { Folders = ImmutableSortedDictionary<string, string>.Empty.Add("test", stack["named"]) };
        var up = await UpAsync(search, stack.Context.Providers, new Wanted("a"));
        Assert.Equal([new ForeignPlugin("test", "1.0.0", file, PluginOrigin.Option)], up.Plugins);
    }

    [Fact]
    public async Task What_the_project_file_names_comes_before_PATH_unless_its_version_is_another()
    {
        var onPath = Plugin("bin");
        var named = Plugin("own");
        Project("plugins: { providers: [ { name: dns, path: own, version: 1.0.0 } ] }");
        Assert.Equal(named, Assert.Single((await PreviewAsync(Search("bin"), Record("1.0.0"))).Plugins).Path);
        Assert.Equal(onPath, Assert.Single((await PreviewAsync(Search("bin"), Record("0.9.0"))).Plugins).Path);
    }

    [Fact]
    public async Task A_package_of_the_project_file_whose_source_is_a_folder_is_found_there()
    {
        var named = Plugin("own");
        Project("packages: { dns: ./own, other: terraform-provider@1.0.0 }");
        Assert.Equal(
            new ForeignPlugin("dns", "1.0.0", named, PluginOrigin.Project),
            Assert.Single((await PreviewAsync(Search(), Record())).Plugins));
    }

    [Fact]
    public async Task Of_the_installed_ones_the_version_that_is_asked_for_is_taken_or_the_newest_that_is_finished()
    {
        foreach (var version in (string[])["0.9.0", "1.0.0", "1.10.0", "1.2.0", "2.0.0-beta.1"])
            Plugin($"home/plugins/resource-dns-v{version}");
        Plugin("home/plugins/resource-dns-v3.0.0");
        File.WriteAllText(stack["home/plugins/resource-dns-v3.0.0.partial"], "");
        Assert.Equal(
            stack["home/plugins/resource-dns-v1.0.0/pulumi-resource-dns"],
            Assert.Single((await PreviewAsync(Search(), Record("1.0.0"))).Plugins).Path);
        Assert.Equal(
            stack["home/plugins/resource-dns-v1.10.0/pulumi-resource-dns"],
            Assert.Single((await PreviewAsync(Search(), Record())).Plugins).Path);
    }

    [Fact]
    public async Task A_missing_plugin_is_an_error_that_says_where_it_was_looked_for_and_how_to_get_it()
    {
        Plugin("home/plugins/resource-dns-v1.0.0");
        Plugin("home/plugins/resource-dns-v1.5.0");
        File.WriteAllText(stack["home/plugins/resource-dns-v1.5.0.partial"], "");
        var preview = await PreviewAsync(Search("bin"), Record("1.5.0", "github://api.github.com/acme"));
        Assert.Equal(ExitCategory.Configuration, preview.Failure);
        Assert.Contains(
            "The package 'dns' needs the plugin 'pulumi-resource-dns' in version 1.5.0, and there is none: not in 'plugins.providers' of "
                + "Pulumi.yaml, not on PATH, "
            + $"not in '{PluginFolder}' (only 1.0.0, 1.5.0 half installed). Install it:\n    pulumi plugin install resource dns 1.5.0 "
                + $"--server github://api.github.com/acme",
            preview.Diagnostics.Select(said => said.Message));
    }

    [Fact]
    public async Task On_PATH_a_file_that_cannot_be_run_is_passed_over()
    {
        File.SetUnixFileMode(Plugin("first"), UnixFileMode.UserRead);
        var second = Plugin("second");
        Assert.Equal(second, Assert.Single((await PreviewAsync(Search("first", "second"), Record())).Plugins).Path);
    }

    [Fact]
    public async Task An_installed_plugin_that_cannot_be_run_is_refused_with_the_command_that_mends_it()
    {
        var file = Plugin("home/plugins/resource-dns-v1.0.0");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains(
            $"The plugin 'dns' cannot be started: '{file}' is not executable.\n    chmod +x {file}",
            Said(await PreviewAsync(Search(), Record("1.0.0"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_plugin_on_PATH_serves_with_a_warning()
    {
        var file = Plugin("bin");
        var preview = await PreviewAsync(Search("bin"), Record("1.4.0"));
        Assert.True(preview.Succeeded);
        var warning = Assert.Single(preview.Diagnostics);
        Assert.Equal(
            (DiagnosticSeverity.Warning, $"The plugin 'dns' is asked for in version 1.4.0 or later, and has '1.0.0': '{file}'."),
            (warning.Severity, warning.Message));
    }

    [Fact]
    public async Task A_plugin_that_crashes_when_it_starts_fails_with_its_last_words()
    {
        Plugin("bin");
        File.WriteAllText(stack["stillborn"], "");
        var preview = await PreviewAsync(Search("bin"), Record());
        Assert.False(preview.Succeeded);
        Assert.Contains(
            "ended with exit code 3 before it printed its port. It said:\n    the provider is at work", Said(preview),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "runtime: nodejs",
        "has the runtime 'nodejs', which only the Pulumi CLI can start. Build it as a program 'pulumi-resource-dns' in that folder.")]
    [InlineData("runtime: [", "cannot be read: line ")]
    [InlineData(null, "has no program 'pulumi-resource-dns' and no PulumiPlugin.yaml.")]
    public async Task A_folder_that_cannot_be_started_is_refused_with_the_reason(string? project, string reason)
    {
        Directory.CreateDirectory(stack["own"]);
        if (project is not null) await File.WriteAllTextAsync(stack["own/PulumiPlugin.yaml"], project, Cancellation);
        Project("plugins: { providers: [ { name: dns, path: own } ] }");
        Assert.Contains(reason, Said(await PreviewAsync(Search(), Record())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dotnet_plugin_with_a_binary_is_started_from_its_folder()
    {
        File.Move(Plugin("own"), stack["own/built"]);
        await File.WriteAllTextAsync(stack["own/PulumiPlugin.yaml"], "runtime: { name: dotnet, options: { binary: built } }", Cancellation);
        Project("plugins: { providers: [ { name: dns, path: own } ] }");
        var preview = await PreviewAsync(Search(), Record());
        Assert.True(preview.Succeeded, Said(preview));
        Assert.Equal(stack["own"], Assert.Single(preview.Plugins).Path);
    }

    [Theory]
    [InlineData("{ name: dns }", "A plugin of 'plugins.providers' has no 'name' or no 'path'.")]
    [InlineData(
        "{ name: dns, path: own, version: newest }",
        "The plugin 'dns' of 'plugins.providers' has the version 'newest', which is no semantic version such as 1.2.3.")]
    public async Task A_plugin_that_the_project_file_names_wrongly_is_refused_before_anything_runs(string plugin, string reason)
    {
        Project($"plugins: {{ providers: [ {plugin} ] }}");
        Assert.Equal(reason, (await Assert.ThrowsAsync<EngineException>(() => PreviewAsync(Search(), Record()))).Message);
    }

    [Fact]
    public async Task A_refresh_and_a_destruction_name_them_too()
    {
        Plugin("bin");
        await UpAsync(Search("bin"), Record());
        var engine = new StackEngine(Context(Search("bin"), None));
        Assert.Single((await engine.RefreshAsync(new RefreshOptions(), null, Cancellation)).Plugins);
        var destroyed = await engine.DestroyAsync(new DestroyOptions(), null, Cancellation);
        Assert.True(destroyed.Succeeded, Said(destroyed));
        Assert.Single(destroyed.Plugins);
        Assert.Equal(0, stack.Items);
    }

    public void Dispose() => stack.Dispose();

    /// <summary>Puts a plugin into a folder: a program that serves a cloud in files.</summary>
    private string Plugin(string folder, string name = "dns")
    {
        var file = Path.Combine(Directory.CreateDirectory(stack[folder]).FullName, $"pulumi-resource-{name}");
        File.WriteAllText(
            file, $"#!/bin/sh\nENGINE_TEST_ROLE=provider ENGINE_TEST_FOLDER='{stack.Folder}' exec '{Environment.ProcessPath}' \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private void Project(string more) => File.WriteAllText(stack["Pulumi.yaml"], $"name: proj\nruntime: dotnet\n{more}\n");

    private PluginSearch Search(params string[] path) =>
        new() { SearchPath = [.. path.Select(folder => stack[folder])], PluginFolder = PluginFolder };

    private static Wanted Record(string version = "", string server = "") => new("a")
    {
        Type = "dns:index:Record",
        Options = request => (request.Version, request.PluginDownloadURL) = (version, server),
    };

    private StackContext Context(PluginSearch search, ImmutableDictionary<string, LaunchCommand> ours, params Wanted[] wanted) =>
        stack.Context with { Plugins = search, Providers = ours, Program = FakeProgram.Of(wanted) };

    private Task<PreviewResult> PreviewAsync(PluginSearch search, params Wanted[] wanted) => PreviewAsync(search, None, wanted);

    private Task<PreviewResult> PreviewAsync(
        PluginSearch search, ImmutableDictionary<string, LaunchCommand> ours, params Wanted[] wanted) =>
        new StackEngine(Context(search, ours, wanted)).PreviewAsync(new PreviewOptions(), new EventCollector(told), Cancellation);

    private Task<UpdateResult> UpAsync(PluginSearch search, params Wanted[] wanted) => UpAsync(search, None, wanted);

    private Task<UpdateResult> UpAsync(PluginSearch search, ImmutableDictionary<string, LaunchCommand> ours, params Wanted[] wanted) =>
        new StackEngine(Context(search, ours, wanted)).UpAsync(new UpOptions(), null, Cancellation);

    private static string Said(OperationResult result) => string.Join('\n', result.Diagnostics.Select(said => said.Message));
}
