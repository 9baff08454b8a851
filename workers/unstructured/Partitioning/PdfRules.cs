using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>A line that is drawn on a page, level or upright.</summary>
/// <param name="At">Its height if it is level, its distance from the left edge if it is upright.</param>
/// <param name="From">Where it begins, along its own direction.</param>
/// <param name="To">Where it ends.</param>
internal readonly record struct PdfRule(double At, double From, double To)
{
    /// <summary>Two lines that are no farther apart than this are one: the two sides of a thin box, say.</summary>
    public const double Same = 1.5;

    /// <summary>How much a line may lack to meet another one.</summary>
    public const double Reach = 8;

    /// <summary>Whether it meets a line of the other direction.</summary>
    public bool Meets(PdfRule other) => Covers(other.At, Reach) && other.Covers(At, Reach);

    /// <summary>Whether it passes a place.</summary>
    public bool Covers(double place, double slack) => place >= From - slack && place <= To + slack;
}

/// <summary>The lines that are drawn on a PDF page: strokes, sides of boxes, and boxes so thin that they are lines.</summary>
/// <param name="Level">Those from left to right.</param>
/// <param name="Upright">Those from foot to top.</param>
internal sealed record PdfRules(IReadOnlyList<PdfRule> Level, IReadOnlyList<PdfRule> Upright)
{
    private const double Thin = 2.5;
    private const int Most = 20_000;

    /// <summary>The lines of a page; none of a page that is a drawing.</summary>
    public static PdfRules Of(Page page)
    {
        var (level, upright) = (new List<PdfRule>(), new List<PdfRule>());
        foreach (var path in page.Paths.Where(path => !path.IsClipping && (path.IsStroked || path.IsFilled)))
        {
            foreach (var subpath in path) Add(subpath, path, level, upright);
            if (level.Count + upright.Count > Most) return new PdfRules([], []);
        }

        return new PdfRules(Joined(level), Joined(upright));
    }

    private static void Add(PdfSubpath subpath, PdfPath path, List<PdfRule> level, List<PdfRule> upright)
    {
        if (subpath.IsDrawnAsRectangle && subpath.GetBoundingRectangle() is { } box)
        {
            AddBox(box, path.IsStroked, level, upright);
            return;
        }

        if (!path.IsStroked) return;
        foreach (var line in subpath.Commands.OfType<PdfSubpath.Line>()) AddLine(line.From, line.To, level, upright);
    }

    private static void AddBox(PdfRectangle box, bool hasSides, List<PdfRule> level, List<PdfRule> upright)
    {
        var (isFlat, isSlim) = (box.Height <= Thin, box.Width <= Thin);
        if (isFlat && isSlim) return;
        if (isFlat) level.Add(new((box.Bottom + box.Top) / 2, box.Left, box.Right));
        else if (isSlim) upright.Add(new((box.Left + box.Right) / 2, box.Bottom, box.Top));
        else if (hasSides)
        {
            level.AddRange([new(box.Bottom, box.Left, box.Right), new(box.Top, box.Left, box.Right)]);
            upright.AddRange([new(box.Left, box.Bottom, box.Top), new(box.Right, box.Bottom, box.Top)]);
        }
    }

    private static void AddLine(PdfPoint from, PdfPoint to, List<PdfRule> level, List<PdfRule> upright)
    {
        var (across, up) = (Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y));
        if (up <= 1 && across > Thin) level.Add(new((from.Y + to.Y) / 2, Math.Min(from.X, to.X), Math.Max(from.X, to.X)));
        else if (across <= 1 && up > Thin) upright.Add(new((from.X + to.X) / 2, Math.Min(from.Y, to.Y), Math.Max(from.Y, to.Y)));
    }

    // Tables are often drawn cell by cell: what continues a line is the same line.
    private static List<PdfRule> Joined(List<PdfRule> rules)
    {
        var joined = new List<PdfRule>();
        var ordered = rules.OrderBy(rule => rule.At).ToList();
        for (var first = 0; first < ordered.Count;)
        {
            var same = ordered.Skip(first).TakeWhile(rule => rule.At - ordered[first].At <= PdfRule.Same).OrderBy(rule => rule.From)
                .ToList();
            first += same.Count;
            var open = same[0];
            foreach (var rule in same)
            {
                if (open.Covers(rule.From, PdfRule.Reach / 2))
                {
                    open = open with { To = Math.Max(open.To, rule.To) };
                    continue;
                }

                joined.Add(open);
                open = rule;
            }

            joined.Add(open);
        }

        return joined;
    }
}
