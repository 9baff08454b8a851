using System.Diagnostics;
using PipAi.Testing;

namespace PipAi.Architecture.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_project_graph_is_the_approved_one() => Approved.Text(string.Join('\n', Repository.Projects
        .Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal))
        .Select(project => $"{project.Folder} -> {(project.References.Count == 0 ? "nothing of ours" : string.Join(", ", project.References))}")));

    [Fact]
    public void The_program_knows_neither_engine_nor_command_line_nor_local_cloud() =>
        Assert.Empty(Reaches("infra/program", "infra/rehearsal/engine", "infra/cli", "infra/rehearsal/localcloud", "infra/operations"));

    [Fact]
    public void Engine_and_command_line_start_program_and_providers_as_processes_only()
    {
        var providers = Repository.Projects.Select(project => project.Folder).Where(folder => folder.EndsWith("/provider", StringComparison.Ordinal)).Append("infra/program").ToArray();
        Assert.Empty(Reaches("infra/rehearsal/engine", providers));
        Assert.Empty(Reaches("infra/cli", providers));
    }

    [Fact]
    public void The_local_cloud_shares_no_code_with_those_who_call_it() =>
        Assert.Empty(Repository.Projects.Single(project => project.Folder == "infra/rehearsal/localcloud").References);

    [Fact]
    public void Workers_reference_contracts_only() =>
        Assert.All(
            Repository.Projects.Where(project => project.Folder.StartsWith("workers/", StringComparison.Ordinal)),
            project => Assert.True(project.References.All(reference => reference == "workers/contracts"), project.Folder));

    /// <summary>What is rehearsed is what `pulumi up` starts: the official package's provider side loses the id of what was created in part.</summary>
    [Fact]
    public void Plugins_stand_on_our_own_plugin_host_wherever_the_programs_packages_come_from()
    {
        var hosted = Reached("infra/packages/host");
        var needing = Repository.Projects.Where(project => hosted.Contains(project.Folder) && project.References.Contains("infra/rehearsal/standins/pulumi")).ToArray();
        Assert.NotEmpty(needing);
        Assert.All(needing, project =>
        {
            var items = Evaluate(project.Folder, "nuget");
            Assert.Contains("Pulumi.StandIn.csproj", items, StringComparison.Ordinal);
            Assert.DoesNotContain("\"Identity\": \"Pulumi", items, StringComparison.Ordinal);
        });
    }

    /// <summary>What a project asks for, as MSBuild sees it.</summary>
    private static string Evaluate(string folder, string packages)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Repository.Root, folder), $"-p:PulumiPackages={packages}", "-getItem:PackageReference,ProjectReference"])
        {
            RedirectStandardOutput = true,
        };
        using var msbuild = Process.Start(start)!;
        var items = msbuild.StandardOutput.ReadToEnd();
        msbuild.WaitForExit();
        Assert.True(msbuild.ExitCode == 0, items);
        return items;
    }

    private static IEnumerable<string> Reaches(string from, params string[] forbidden) => Reached(from).Intersect(forbidden);

    private static HashSet<string> Reached(string from)
    {
        var projects = Repository.Projects.ToDictionary(project => project.Folder);
        var seen = new HashSet<string>();
        void Visit(string folder)
        {
            if (seen.Add(folder) && projects.TryGetValue(folder, out var project)) project.References.ToList().ForEach(Visit);
        }

        Visit(from);
        return seen;
    }
}
