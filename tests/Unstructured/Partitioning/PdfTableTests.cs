using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Partitioning;

/// <summary>A table whose lines are drawn is read as one, row by row; lines that make no table change nothing.</summary>
public sealed class PdfTableTests
{
    private static readonly string Words = Row(700, "Region", "Q1", "Q2") + Row(680, "North", "10", "20") + Row(660, "South", "11", "21");
    private static readonly int[] Heights = [715, 695, 675, 655];
    private static readonly int[] Edges = [66, 176, 286, 396];

    private static readonly string Strokes = string.Concat(Heights.Select(y => $"66 {y} m 390 {y} l S\n"))
        + string.Concat(Edges.Select(x => $"{x} 715 m {x} 655 l S\n"));
    private static readonly string ThinBoxes =
        string.Concat(Heights.Select(y => $"66 {y} 330 0.5 re f\n")) + string.Concat(Edges.Select(x => $"{x} 655 0.5 60 re f\n"));
    private static readonly string CellByCell = string.Concat(
        Heights.Skip(1).SelectMany(y => Edges.SkipLast(1).Select(x => $"{x} {y} 110 20 re S\n")));
    private static readonly string OpenSides = string.Concat(Heights.Select(y => $"66 {y} m 396 {y} l S\n"))
        + "176 715 m 176 655 l S\n286 715 m 286 655 l S\n";

    public static TheoryData<string> Drawings => [Strokes, ThinBoxes, CellByCell, OpenSides];

    [Theory]
    [MemberData(nameof(Drawings))]
    public async Task Lines_make_one_table_however_they_are_drawn(string lines)
    {
        var elements = await DrawnAsync(PdfBuilder.Write(72, 740, "Sales by region are shown in the following table.") + Words + lines
            + PdfBuilder.Write(72, 620, "All figures are in millions of the currency of the year."));
        Assert.Equal([ElementType.NarrativeText, ElementType.Table, ElementType.NarrativeText], elements.Select(element => element.Type));
        Assert.Equal("Region Q1 Q2 North 10 20 South 11 21", elements[1].Text);
        Assert.Equal(
            "<table><tr><td>Region</td><td>Q1</td><td>Q2</td></tr><tr><td>North</td><td>10</td><td>20</td></tr><tr><td>South</td><td>11</td><td>21</td></tr></table>",
            elements[1].Metadata.TextAsHtml);
    }

    [Fact]
    public async Task Cells_may_have_several_lines_be_empty_and_go_over_columns()
    {
        var elements = await DrawnAsync(
            PdfBuilder.Write(72, 700, "Sales of the year") + Row(680, "North", "ten", "20") + PdfBuilder.Write(182, 668, "and more")
                + Row(645, "South", "", "21")
            + "66 715 m 396 715 l S 66 695 m 396 695 l S 66 660 m 396 660 l S 66 640 m 396 640 l S\n"
            + "66 715 m 66 640 l S 176 695 m 176 640 l S 286 695 m 286 640 l S 396 715 m 396 640 l S\n");
        Assert.Equal(
            "<table><tr><td>Sales of the year</td><td></td><td></td></tr><tr><td>North</td><td>ten and "
                + "more</td><td>20</td></tr><tr><td>South</td><td></td><td>21</td></tr></table>",
            Assert.Single(elements).Metadata.TextAsHtml);
    }

    [Theory]
    [InlineData("60 600 400 130 re S")]
    [InlineData("66 690 m 396 690 l S")]
    [InlineData("60 600 m 200 730 l S 60 730 m 200 600 l S")]
    public async Task A_frame_or_a_line_under_text_is_no_table(string lines)
    {
        var elements = await DrawnAsync(PdfBuilder.Write(72, 700, "A text within a frame is no table at all.") + lines);
        Assert.Equal([ElementType.NarrativeText], elements.Select(element => element.Type));
    }

    [Fact]
    public async Task A_drawing_of_many_lines_costs_little()
    {
        var lines = string.Concat(
            Enumerable.Range(0, 3000).Select(
                i => $"{i % 600} {i % 700} m {(i % 600) + 5} {i % 700} l S {i % 600} {i % 700} m {i % 600} {(i % 700) + 5} l S\n"));
        var elements = await DrawnAsync(PdfBuilder.Write(72, 740, "A text beside a drawing is read as before.") + lines);
        Assert.Equal("A text beside a drawing is read as before.", Assert.Single(elements).Text);
    }

    private static string Row(int y, params string[] cells) =>
        string.Concat(cells.Select((cell, column) => cell.Length == 0 ? "" : PdfBuilder.Write(72 + (column * 110), y, cell)));

    private static async Task<IReadOnlyList<Element>> DrawnAsync(string content)
    {
        await using var service = await RunningService.StartAsync();
        return (await service.PartitionAsync(PdfBuilder.Drawn("", content), "a.pdf")).Elements;
    }
}
