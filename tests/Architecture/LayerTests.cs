using PipAi.Architecture.Tests.Layers;
using PipAi.Testing;

namespace PipAi.Architecture.Tests;

/// <summary>Folders are layers: the folder graph of each project is the approved one, and has no circle.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Projects =>
        [.. Repository.Projects.Select(project => project.Folder).Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folder_graph_is_the_approved_one_and_has_no_circle(string project)
    {
        var graph = new FolderGraph(new ProjectSources(Repository.Projects.Single(one => one.Folder == project)).References());
        var circles = graph.Circles();
        Assert.True(circles.Count == 0, string.Join('\n', circles));
        Approved.Text(graph.Text, project.Replace('/', '.'));
    }

    [Fact]
    public void A_reference_that_closes_a_circle_is_named()
    {
        var project = new Repository.Project("infra/planted/Planted.csproj", "Planted", []);
        var graph = new FolderGraph(new ProjectSources(project,
        [
            new("infra/planted/Top.cs", "namespace Planted; class Top { Middle.Way way = new(); }"),
            new("infra/planted/Middle/Way.cs", "namespace Planted.Middle; class Way { Ground.Stone stone = Ground.Stone.Found(); }"),
            new(
                "infra/planted/Ground/Stone.cs",
                "namespace Planted.Ground; class Stone\n{\n    public static Stone Found() => new(nameof(Middle.Way));\n    Stone(string "
                    + "name) { }\n}"),
        ]).References());

        Assert.Equal(". -> Middle\nGround -> Middle\nMiddle -> Ground", graph.Text);
        Assert.Equal(
            [
                "Ground -> Middle, 1: Ground/Stone.cs:3 (Way)",
                "Middle -> Ground, 3: Middle/Way.cs:1 (Stone); Middle/Way.cs:1 (Stone); Middle/Way.cs:1 (Found)",
            ],
            graph.Circles());
    }
}
