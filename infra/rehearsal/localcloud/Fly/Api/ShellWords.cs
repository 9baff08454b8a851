using System.Text;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Takes a command line apart as a shell does: blanks divide; quotes and backslashes keep together. Nothing is expanded.</summary>
internal static class ShellWords
{
    /// <summary>The words of a line.</summary>
    /// <exception cref="FlyProblem">400: a quote or an escape is not finished.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var at = 0; at < line.Length; at++)
        {
            var next = line[at];
            if (next == '\\' && quote != '\'')
            {
                if (++at == line.Length) throw Unfinished(line, "ends in a backslash");
                // Within double quotes a backslash only escapes what would mean something there.
                (word ??= new()).Append(
                    quote == '"' && line[at] is not ('"' or '\\' or '$' or '`') ? $"\\{line[at]}" : line[at].ToString());
            }
            else if (next == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (next == '"' || next == '\''))
            {
                quote = next;
                word ??= new();
            }
            else if (quote == '\0' && char.IsWhiteSpace(next))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(next);
            }
        }

        if (quote != '\0') throw Unfinished(line, $"has a {quote} without its end");
        if (word is not null) words.Add(word.ToString());
        return words;
    }

    private static FlyProblem Unfinished(string line, string why) => FlyProblem.Invalid($"invalid_argument: the command \"{line}\" {why}");
}
