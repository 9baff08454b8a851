using PipAi.Testing;

namespace PipAi.Architecture.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_project_graph_is_the_approved_one() => Approved.Text(string.Join('\n', Repository.Projects
        .Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal))
        .Select(
            project =>
                $"{project.Folder} -> {(project.References.Count == 0 ? "nothing of ours" : string.Join(", ", project.References))}")));

    [Fact]
    public void The_program_knows_neither_engine_nor_command_line_nor_local_cloud() =>
        Assert.Empty(Reaches("infra/program", "infra/rehearsal/engine", "infra/cli", "infra/rehearsal/localcloud", "infra/operations"));

    [Fact]
    public void Engine_and_command_line_start_program_and_providers_as_processes_only()
    {
        var providers =
            Repository.Projects.Select(project => project.Folder).Where(folder => folder.EndsWith("/provider", StringComparison.Ordinal))
                .Append("infra/program").ToArray();
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

    /// <summary>
    /// What is rehearsed is what `pulumi up` starts: the official package's provider side loses the id of what was created in part.
    /// </summary>
    [Fact]
    public void No_plugin_reaches_a_stand_in_of_a_package_that_programs_take()
    {
        Assert.Contains("infra/packages/plugin", Reached("infra/packages/host"));
        var standIns = Repository.Projects.Where(project => project.Path.EndsWith(".StandIn.csproj", StringComparison.Ordinal)).Select(
            project => project.Folder).ToArray();
        Assert.NotEmpty(standIns);
        Assert.Empty(Reaches("infra/packages/host", standIns));
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
