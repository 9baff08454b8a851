using System.Globalization;
using System.Xml.Linq;
using PipAi.Cli.Drills;

namespace PipAi.Cli.Views.Drills;

/// <summary>What drills came to, as build servers read it: a test case for each run.</summary>
internal static class DrillJUnit
{
    public static string Text(DrillEvidence evidence, IReadOnlyList<DrillResult> results)
    {
        var cases = results.SelectMany(result => Cases(evidence, result)).ToList();
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", $"pipai drill, {evidence.Stack}"),
            new XAttribute("timestamp", evidence.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            new XAttribute("hostname", evidence.Machine.Split(':')[0]),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(one => one.Element("failure") is not null)),
            new XElement("properties", Property("commit", evidence.Commit ?? ""), Property("versions", evidence.Versions)),
            cases);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{new XElement("testsuites", suite)}\n";
    }

    private static IEnumerable<XElement> Cases(DrillEvidence evidence, DrillResult result)
    {
        XElement Case(string name, TimeSpan? took, string? failure) => new(
            "testcase",
            new XAttribute("classname", $"drill.{evidence.Stack}"),
            new XAttribute("name", name),
            new XAttribute("time", (took ?? TimeSpan.Zero).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
            failure is null ? null : new XElement("failure", new XAttribute("message", failure)));
        foreach (var (number, run) in result.Runs.Index())
            yield return Case(
                $"{result.Name} {run.Subject}{(result.Runs.Length > 1 ? $" {number + 1}" : "")}", run.Recovery,
                run.Passed ? null : string.Join("; ", DrillWords.Why(run).DefaultIfEmpty("It took longer than the target.")));
        if (result.Problem is { } problem) yield return Case(result.Name, null, problem);
    }

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", value));
}
