using PipAi.Cli.Terminals;

namespace PipAi.Cli.Views.Live;

/// <summary>
/// The line at the foot of a terminal that says what is under way. It is rewritten in place, and has to be cleared before anything else is
/// printed: it has no line end, so that whatever is printed by somebody who knows nothing of it is lost behind it, not below.
/// </summary>
/// <param name="writer">The terminal.</param>
/// <param name="width">How wide it is now: a line that is folded could not be rewritten.</param>
internal sealed class Footer(TextWriter writer, Func<int> width)
{
    private const string Erase = "\r\e[2K";
    private string shown = "";

    /// <summary>The footer of a terminal; null where nobody looks at lines that change: in a pipe, a log, a build server.</summary>
    public static Footer? Of(Terminal terminal) =>
        terminal.IsLive ? new Footer(terminal.Errors, () => terminal.Progress.Profile.Width) : null;

    /// <summary>Shows a line; none where it is empty.</summary>
    public void Show(string line)
    {
        var room = Math.Max(width() - 1, 0);
        if (line.Length > room) line = room > 0 ? line[..(room - 1)] + "…" : "";
        if (line == shown) return;
        writer.Write(Erase + line);
        writer.Flush();
        shown = line;
    }

    /// <summary>Makes room for something else.</summary>
    public void Clear() => Show("");
}
