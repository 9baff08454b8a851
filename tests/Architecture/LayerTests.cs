using PipAi.Architecture.Tests.Layers;
using PipAi.Testing;

namespace PipAi.Architecture.Tests;

/// <summary>Folders are layers: the folder graph of each project is the approved one, and has no circle.</summary>
public sealed class LayerTests
{
    // Still to be parted; the list only gets shorter.
    private static readonly string[] Circular =
    [
        "infra/cli",
        "infra/packages/fly/provider",
        "infra/packages/temporalcloud/provider",
        "infra/program",
        "infra/rehearsal/engine",
        "infra/rehearsal/localcloud",
        "infra/rehearsal/standins/aws/provider",
        "infra/rehearsal/standins/pulumi",
        "infra/rehearsal/standins/vercel/provider",
        "workers/pipeline",
        "workers/unstructured",
    ];

    public static TheoryData<string> Projects => [.. Repository.Projects.Select(project => project.Folder).Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folder_graph_is_the_approved_one_and_has_no_circle(string project)
    {
        var graph = new FolderGraph(new ProjectSources(Repository.Projects.Single(one => one.Folder == project)).References());
        var circles = graph.Circles();
        if (Circular.Contains(project))
        {
            Assert.True(circles.Count > 0, $"'{project}' has no circle any more: take it off the list.");
            return;
        }

        Assert.True(circles.Count == 0, string.Join('\n', circles));
        Approved.Text(graph.Text, project.Replace('/', '.'));
    }
}
