using System.Globalization;
using System.Net;
using System.Text;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Views.Drills;

/// <summary>A drill's moments on a line of time: one row for each, so that no label covers another.</summary>
internal static class DrillTimelineSvg
{
    private const int Width = 900;
    private const int Left = 240;
    private const int Right = 30;
    private const int Row = 26;

    public static string Text(DrillReport report)
    {
        if (report.Timeline.IsEmpty) return "";
        var (first, last) = (report.Timeline[0].SinceFault.TotalSeconds, report.Timeline[^1].SinceFault.TotalSeconds);
        var span = Math.Max(last - first, 0.001);
        double Place(double seconds) => Left + (Math.Clamp(seconds, first, last) - first) / span * (Width - Left - Right);
        var height = report.Timeline.Length * Row + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Label(report)}\">\n");
        var ended = report.Timeline.FirstOrDefault(entry => entry.Moment == DrillMoment.FaultEnded)?.SinceFault.TotalSeconds ?? last;
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"fault\" x=\"{Place(0):0.0}\" y=\"0\" width=\"{Place(ended) - Place(0):0.0}\" height=\"{height}\"/>\n");
        if (report.Target is { TotalSeconds: var target } && target < last)
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"target\" x1=\"{Place(target):0.0}\" y1=\"0\" x2=\"{Place(target):0.0}\" y2=\"{height}\"/>\n");
        foreach (var (row, entry) in report.Timeline.Index())
        {
            var (x, y) = (Place(entry.SinceFault.TotalSeconds), row * Row + Row / 2 + 4);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Left - 90}" y="{y + 4}" text-anchor="end">{WebUtility.HtmlEncode(DrillWords.Of(entry.Moment))}</text>
                <text class="soft" x="{Left - 14}" y="{y + 4}" text-anchor="end">{DrillWords.Signed(entry.SinceFault)}</text>
                <line class="axis" x1="{Left}" y1="{y}" x2="{Width - Right}" y2="{y}"/>
                <circle class="{(entry.Moment == DrillMoment.InForce ? "start" : "dot")}" cx="{x:0.0}" cy="{y}" r="5"/>

                """);
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Label(DrillReport report) => WebUtility.HtmlEncode(
        string.Join(", ", report.Timeline.Select(entry => $"{DrillWords.Of(entry.Moment)} {DrillWords.Signed(entry.SinceFault)}")));
}
