using PipAi.Workers.Unstructured.Elements;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.DocumentLayoutAnalysis;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>A table on a PDF page whose cells are told apart by lines that are drawn.</summary>
internal sealed class PdfTable
{
    // More of it in one cell is a page that is divided by lines, and no table.
    private const int MostWordsInACell = 150;
    private const int MostCells = 20_000;
    private const int MostMeetings = 400_000;

    private PdfTable(TextBlock block, PdfRectangle box, IReadOnlyList<IReadOnlyList<string>> rows) =>
        (Block, Box, Rows) = (block, box, rows);

    /// <summary>Its words as a block, for its place in the order of reading.</summary>
    public TextBlock Block { get; }

    /// <summary>The box that its lines make.</summary>
    public PdfRectangle Box { get; }

    /// <summary>The texts of its cells.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>The tables of a page.</summary>
    public static IReadOnlyList<PdfTable> Find(Page page, IReadOnlyList<Word> words)
    {
        var rules = PdfRules.Of(page);
        if ((long)rules.Level.Count * rules.Upright.Count > MostMeetings) return [];
        return [.. Networks(rules).Select(network => Of(network, words)).OfType<PdfTable>()];
    }

    /// <summary>Whether a word stands in it.</summary>
    public bool Holds(Word word) => IsWithin(word, Box);

    // Lines that meet, over others or at once.
    private static IEnumerable<PdfRules> Networks(PdfRules rules)
    {
        var (level, upright) = (rules.Level.ToList(), rules.Upright.ToList());
        while (level.Count > 0)
        {
            var (found, pending) = (new PdfRules(new List<PdfRule>(), new List<PdfRule>()), new Queue<(PdfRule Rule, bool IsLevel)>());
            pending.Enqueue((level[^1], true));
            level.RemoveAt(level.Count - 1);
            while (pending.TryDequeue(out var next))
            {
                ((List<PdfRule>)(next.IsLevel ? found.Level : found.Upright)).Add(next.Rule);
                var others = next.IsLevel ? upright : level;
                foreach (var other in others.Where(next.Rule.Meets).ToList()) pending.Enqueue((other, !next.IsLevel));
                others.RemoveAll(next.Rule.Meets);
            }

            yield return found;
        }
    }

    private static PdfTable? Of(PdfRules network, IReadOnlyList<Word> words)
    {
        var across = Edges(network.Upright, network.Level);
        var up = Edges(network.Level, network.Upright);
        if (across.Count < 3 || up.Count < 3 || across.Count * up.Count > MostCells) return null;
        var box = new PdfRectangle(across[0], up[0], across[^1], up[^1]);
        var within = words.Where(word => IsWithin(word, box)).ToList();
        var cells = within.GroupBy(word => Leader(network, across, up, Middle(word))).ToDictionary(cell => cell.Key, cell => cell.ToList());
        if (cells.Values.Any(cell => cell.Count > MostWordsInACell)) return null;

        // Lines drawn twice make rows and columns that hold nothing.
        var rows = cells.Keys.Select(cell => cell.Row).Distinct().OrderDescending().ToList();
        var columns = cells.Keys.Select(cell => cell.Column).Distinct().Order().ToList();
        if (rows.Count < 2 || columns.Count < 2) return null;
        var texts = rows.Select(
            row => (IReadOnlyList<string>)[.. columns.Select(column => Text(cells.GetValueOrDefault((row, column), [])))]);
        return new PdfTable(new TextBlock([.. Lines(within).Select(line => new TextLine(line))]), box, [.. texts]);
    }

    // Where lines stand, in order, and where those end that meet them: a table may be open at its sides.
    private static List<double> Edges(IReadOnlyList<PdfRule> lines, IReadOnlyList<PdfRule> meeting)
    {
        if (lines.Count == 0 || meeting.Count == 0) return [];
        var edges = new List<double>();
        foreach (var at in lines.Select(line => line.At).Order())
            if (edges.Count == 0 || at - edges[^1] > PdfRule.Same) edges.Add(at);
        var (from, to) = (meeting.Min(line => line.From), meeting.Max(line => line.To));
        if (from < edges[0] - PdfRule.Reach) edges.Insert(0, from);
        if (to > edges[^1] + PdfRule.Reach) edges.Add(to);
        return edges;
    }

    // The cell in which a place is; of cells between which no line is drawn the one to the left, at the top.
    private static (int Row, int Column) Leader(PdfRules network, List<double> across, List<double> up, PdfPoint place)
    {
        var (row, column) = (Interval(up, place.Y), Interval(across, place.X));
        while (column > 0 && !network.Upright.Any(line => IsBetween(line, across[column], place.Y))) column--;
        var middle = (across[column] + across[column + 1]) / 2;
        while (row < up.Count - 2 && !network.Level.Any(line => IsBetween(line, up[row + 1], middle))) row++;
        return (row, column);
    }

    private static bool IsBetween(PdfRule line, double edge, double place) =>
        Math.Abs(line.At - edge) <= PdfRule.Same && line.Covers(place, PdfRule.Same);

    private static int Interval(List<double> edges, double place) =>
        Math.Clamp(edges.FindLastIndex(edge => edge <= place), 0, edges.Count - 2);

    private static string Text(IReadOnlyList<Word> words) =>
        TextRun.Collapse(string.Join(' ', Lines(words).SelectMany(line => line).Select(word => word.Text)));

    private static IEnumerable<List<Word>> Lines(IReadOnlyList<Word> words)
    {
        List<Word> line = [];
        foreach (var word in words.OrderByDescending(word => word.Letters[0].StartBaseLine.Y))
        {
            if (line.Count > 0
                && line[0].Letters[0].StartBaseLine.Y - word.Letters[0].StartBaseLine.Y > Math.Max(word.Letters[0].PointSize, 1) / 2)
            {
                yield return [.. line.OrderBy(before => before.BoundingBox.Left)];
                line = [];
            }

            line.Add(word);
        }

        if (line.Count > 0) yield return [.. line.OrderBy(before => before.BoundingBox.Left)];
    }

    private static bool IsWithin(Word word, PdfRectangle box) =>
        Middle(word) is var place && place.X >= box.Left && place.X <= box.Right && place.Y >= box.Bottom && place.Y <= box.Top;

    private static PdfPoint Middle(Word word) =>
        new((word.BoundingBox.Left + word.BoundingBox.Right) / 2, (word.BoundingBox.Bottom + word.BoundingBox.Top) / 2);
}
