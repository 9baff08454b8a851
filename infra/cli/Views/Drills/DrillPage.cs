using System.Globalization;
using System.Net;
using System.Text;
using PipAi.Cli.Drills;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Views.Drills;

/// <summary>One page, complete in itself, that says what drills did: evidence to keep.</summary>
internal static class DrillPage
{
    public static string Text(DrillEvidence evidence, IReadOnlyList<DrillResult> results)
    {
        var page = new StringBuilder();
        var passed = results.All(result => result.Passed);
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Drills of {Html(evidence.Stack)}, {evidence.At:yyyy-MM-dd HH:mm} UTC</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <p class="kicker">PIP AI · {Html(evidence.Where)}</p>
            <h1>Drills of {Html(evidence.Stack)} <span class="{(passed ? "ok" : "bad")}">{(passed ? "passed" : "failed")}</span></h1>
            <dl class="facts">
            <div><dt>When</dt><dd>{evidence.At:d MMMM yyyy, HH:mm:ss} UTC</dd></div>
            <div><dt>Commit</dt><dd>{Html(evidence.Commit ?? "not known")}</dd></div>
            <div><dt>Machine</dt><dd>{Html(evidence.Machine)}</dd></div>
            <div><dt>Versions</dt><dd>{Html(evidence.Versions)}</dd></div>
            </dl>
            </header>

            """);
        AppendTable(page, results);
        foreach (var result in results)
            foreach (var (number, run) in result.Runs.Index()) AppendRun(page, result, run, number);
        page.Append("""
            <footer>
            <p>Recovered: every document that was sent before the fault was in force is answered, and the first three that were sent after it.
            Whole: every declared machine is healthy, and every replica has every object. Verified: <code>pipai verify</code> holds.</p>
            </footer>
            </body>
            </html>

            """);
        return page.ToString();
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<DrillResult> results)
    {
        page.Append("""
            <table>
            <thead><tr><th scope="col">Drill</th><th scope="col">Runs</th><th scope="col">Noticed</th><th scope="col">Recovered</th><th scope="col">Worst</th>
            <th scope="col">Target</th><th scope="col">Whole</th><th scope="col">Lost</th><th scope="col">Result</th></tr></thead>
            <tbody>

            """);
        foreach (var result in results)
        {
            var target = result.Runs is [{ Target: { } promised }, ..] ? DurationText.Of(promised) : "none";
            page.Append("<tr><th scope=\"row\">").Append(Html(result.Name)).Append("</th>");
            foreach (var cell in (string[])
            [
                $"{result.Runs.Length}", DrillWords.Seconds(result.Median.Detection), DrillWords.Seconds(result.Median.Recovery),
                DrillWords.Seconds(result.Worst.Recovery), target, DrillWords.Seconds(result.Median.Restoration),
                $"{result.Runs.Sum(run => run.Lost.Length)}",
            ]) page.Append("<td>").Append(Html(cell)).Append("</td>");
            page.Append(result.Passed ? "<td class=\"ok\">passed</td></tr>\n" : "<td class=\"bad\">failed</td></tr>\n");
            if (result.Problem is { } problem)
                page.Append("<tr><td colspan=\"9\" class=\"bad\">").Append(Html(problem)).Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static void AppendRun(StringBuilder page, DrillResult result, DrillReport run, int number)
    {
        var round = result.Runs.Length > 1 ? $", run {number + 1}" : "";
        page.Append(CultureInfo.InvariantCulture, $"""
            <section>
            <h2>{Html(result.Name)}{round} <small>{Html(run.Subject)}</small>
            <span class="{(run.Passed ? "ok" : "bad")}">{(run.Passed ? "passed" : "failed")}</span></h2>
            <p><b>Broken:</b> {Html(DrillWords.Sentence(run.Broken))} <b>Noticed when:</b> {Html(run.NoticedWhen)}.</p>
            {DrillTimelineSvg.Text(run)}
            <dl>

            """);
        foreach (var (name, text) in DrillWords.Counts(run))
            page.Append(CultureInfo.InvariantCulture, $"<div><dt>{Html(name)}</dt><dd>{Html(text)}</dd></div>\n");
        foreach (var left in run.NotCounted)
            page.Append(CultureInfo.InvariantCulture, $"<div><dt>not counted</dt><dd>{Html(left)}</dd></div>\n");
        page.Append("</dl>\n");
        foreach (var why in DrillWords.Why(run)) page.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\">{Html(why)}</p>\n");
        page.Append("</section>\n");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """

        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --line: #d9dee3; --paper: #ffffff; --card: #f6f8fa;
          --ok: #146c43; --bad: #b02a37; --fault: #c4532d; --fill: #f3d9cf; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #9aa5b1; --line: #343b43; --paper: #14181c; --card: #1c2127;
          --ok: #5fd39a; --bad: #ff8b93; --fault: #ff9d7a; --fill: #4a2c22; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; } h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
        h1 span, h2 span { font-size: .6em; vertical-align: middle; border: 1px solid currentColor; border-radius: 1em; padding: .15em .7em; }
        h2 small { color: var(--soft); font-weight: normal; }
        .kicker { color: var(--soft); margin: 0; } .ok { color: var(--ok); } .bad { color: var(--bad); }
        table { border-collapse: collapse; width: 100%; margin: 1.5rem 0 2.5rem; }
        th, td { text-align: right; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-weight: normal; font-size: .875rem; } th:first-child { text-align: left; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem; margin: 0 0 1.5rem; break-inside: avoid; }
        dl { margin: .75rem 0 0; display: grid; gap: .2rem; } dl div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .75rem; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        svg { width: 100%; height: auto; display: block; margin: .75rem 0; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
        svg .soft { fill: var(--soft); } svg .axis { stroke: var(--line); } svg .dot { fill: var(--ink); } svg .fault { fill: var(--fill); }
        svg .start { fill: var(--fault); } svg .target { stroke: var(--fault); stroke-dasharray: 4 3; }
        footer { color: var(--soft); font-size: .875rem; }

        """;
}
