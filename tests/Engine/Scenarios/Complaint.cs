using System.Text.RegularExpressions;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>An error or a warning.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Urn">The resource that it is about; empty where it is about none.</param>
/// <param name="Message">Its words.</param>
internal sealed partial record Complaint(string Severity, string Urn, string Message)
{
    /// <summary>Says no more than that the command did not end well.</summary>
    public bool IsVerdict => Verdict().IsMatch(Message.Trim());

    /// <summary>One line, without what is another one in every run.</summary>
    /// <param name="folder">Where the project is.</param>
    public string Line(string folder)
    {
        var words = Colours().Replace(Message, "").Replace(folder, "FOLDER", StringComparison.Ordinal);
        words = Ports().Replace(Times().Replace(words, "TIME"), "$1:PORT");
        words = string.Join(" | ", words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return $"{Kind(Severity, StateText.Short(Urn))}: {StateText.Short(words)}";
    }

    /// <summary>What of a line two engines are compared by: how bad it is, and about what.</summary>
    public static string KindOf(string line) => line.Split(": ", 2)[0];

    private static string Kind(string severity, string about) => about.Length == 0 ? severity : $"{severity} {about}";

    [GeneratedRegex("^(update|preview|refresh|destroy|resource operation) failed$")]
    private static partial Regex Verdict();

    [GeneratedRegex("<\\{%[^%]*%\\}>")]
    private static partial Regex Colours();

    [GeneratedRegex(@"(127\.0\.0\.1|localhost|\[::1\]):\d+")]
    private static partial Regex Ports();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?|\b\d+(\.\d+)?(ms|s)\b")]
    private static partial Regex Times();
}
