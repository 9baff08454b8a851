using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using PipAi.Cli.Terminals;
using PipAi.Cli.Views.Plans;
using Spectre.Console;

namespace PipAi.Cli.Views.Live;

/// <summary>
/// An operation as it goes on: one line per resource when it is done, in the order in which it happens, and lines of what takes long: what
/// it is at, and for how long. A terminal has a line at its foot besides that says how far it all is and what is waited for. Of a plan that
/// is made on the way nothing is shown: nothing of it happens.
/// </summary>
internal sealed class ProgressView : IProgress<EngineEvent>, IDisposable
{
    // A provider that hangs may hold up hundreds; the oldest say enough.
    private const int MostSigns = 10;
    private const string Indent = "     ";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private readonly IAnsiConsole console;
    private readonly Footer? footer;
    private readonly bool debug;
    private readonly Lock printing = new();
    private readonly InFlightSteps inFlight;
    private readonly ITimer clock;
    private readonly HashSet<ForeignPlugin> named = [];
    private bool isPlan;
    private int done;
    private int lastEphemeral;

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="debug">Whether messages are shown that explain the engine's own work.</param>
    /// <param name="time">Measures how long things take.</param>
    public ProgressView(Terminal terminal, bool debug, TimeProvider time)
    {
        (console, footer, this.debug) = (terminal.Progress, Footer.Of(terminal), debug);
        inFlight = new InFlightSteps(time);
        clock = time.CreateTimer(_ => Look(), null, LookAgain, LookAgain);
    }

    /// <summary>How many resources the plan changes; 0 where nobody knows.</summary>
    public int Total { get; set; }

    /// <inheritdoc/>
    public void Report(EngineEvent value)
    {
        lock (printing)
        {
            Note(value);
            Write(value);
            footer?.Show(Foot());
        }
    }

    public void Dispose()
    {
        clock.Dispose();
        lock (printing)
        {
            inFlight.Clear();
            footer?.Clear();
        }
    }

    private void Note(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.Started { Kind: var kind }: isPlan = kind == "preview"; break;
            case EngineEvent.StepStarted { Step: { Custom: true } step }
                when !isPlan:
                inFlight.Begin(step.Urn, Line(step), StepWords.Doing(step.Op)); break;
            case EngineEvent.Deleting { Count: var count } when !isPlan && Total == 0: Total = count; break;
            case EngineEvent.ProviderCallStarted { Urn: var urn, Type: var type, Name: var name }:
                inFlight.Begin(
                urn, Line(type, name), "being checked"); break;
            case EngineEvent.ProviderCallCompleted { Urn: var urn }: inFlight.End(urn); break;
            case EngineEvent.StepDone { Step: var step }: inFlight.End(step.Urn); break;
            case EngineEvent.StepFailed { Step: var step }: inFlight.End(step.Urn); break;
            case EngineEvent.Summary: inFlight.Clear(); break;
            default: break;
        }
    }

    private void Look()
    {
        lock (printing)
        {
            if (footer is not null)
            {
                footer.Show(Foot());
                return;
            }

            var due = inFlight.DequeueOverdue();
            foreach (var line in due.Take(MostSigns)) Remark(line);
            if (due.Count > MostSigns) Remark($"… and {due.Count - MostSigns} more");
        }
    }

    /// <summary>How far it is, and as much of what is under way as a line of a terminal holds.</summary>
    private string Foot()
    {
        var now = inFlight.Now();
        if (now.Count == 0) return "";
        var far = Total > 0 ? $"{done}/{Total}  " : "";
        return $"{Indent}{far}{(now.Count > 1 ? $"{now.Count} under way  " : "")}{now[0]}";
    }

    private void Write(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.PluginStarted { Plugin: var plugin } when named.Add(plugin):
                Print($"[yellow]{Indent}{Markup.Escape(PluginsView.Line(plugin))}[/]");
                break;
            case EngineEvent.StepStarted or EngineEvent.StepDone when isPlan:
                break;
            case EngineEvent.StepStarted { Step: { Custom: true } step } when IsSlow(step):
                Remark($"{Line(step)}  {StepWords.Doing(step.Op)}…");
                break;
            case EngineEvent.StepDone { Step: var step, Duration: var took }
                when step.Op is not StepOp.Same && !IsMarker(step) && !step.IsInternal:
                Print(step, took);
                break;
            case EngineEvent.StepFailed { Step: var step, Reason: var reason }:
                Print($" [red]!  [/] {Markup.Escape(Line(step))}  [red]failed:[/] {Markup.Escape(reason)}");
                break;
            case EngineEvent.DiagnosticEmitted { Diagnostic: var said }:
                Write(said);
                break;
            default:
                break;
        }
    }

    /// <summary>What matters at the end is repeated there; notes of progress live only here.</summary>
    private void Write(Diagnostic said)
    {
        var text = said.Message.TrimEnd();
        if (said is { Ephemeral: true, Severity: not DiagnosticSeverity.Debug, Urn: { Length: > 0 } urn }
            && inFlight.Tell(urn, text.Split('\n')[0]) is (true, var line))
        {
            if (line is not null) Remark(line);
        }
        else if (IsShown(said))
        {
            Print($"[grey]{Indent}{Markup.Escape(Subject(said) + text)}[/]");
        }
    }

    /// <summary>A line that leads to nothing; folded, since what a provider says may be of any length.</summary>
    private void Remark(string line)
    {
        var lines = Indent.Length + line.Length <= Page.Width ? [Indent + line] : Page.Wrap(Indent, Indent + Indent, line.Split(' '));
        foreach (var shown in lines) Print($"[grey]{Markup.Escape(shown.Replace(Page.FixedSpace, ' '))}[/]");
    }

    private void Print(Step step, TimeSpan took)
    {
        var (count, what) = (Count(step), $"{StepWords.Done(step.Op)}{Took(step, took)}");
        var line = $" [{PlanView.Colour(step.Op)}]{Markup.Escape(step.Op.Glyph()),-3}[/] [grey]{count}[/]{Markup.Escape(Line(step))}";
        var isOneLine = Indent.Length + count.Length + Line(step).Length + 2 + Markup.Remove(what).Length <= Page.Width;
        Print(isOneLine ? $"{line}  {what}" : line);
        if (!isOneLine) Print($"{Indent}{Indent}{what}");
    }

    private void Print(string markup)
    {
        footer?.Clear();
        console.MarkupLine(markup);
    }

    /// <summary>Images are built and machines wait for their health: a person wants to see that something goes on.</summary>
    private static bool IsSlow(Step step) => step.Op is StepOp.Create or StepOp.Update or StepOp.CreateReplacement
        && step.Type is "fly:index:Image" or "fly:index:Machine";

    /// <summary>A replace step only stands for the two that do the work.</summary>
    private static bool IsMarker(Step step) => step.Op is StepOp.Replace;

    private bool IsShown(Diagnostic said) => said switch
    {
        { Severity: DiagnosticSeverity.Debug } => debug,
        { Ephemeral: true } => lastEphemeral != (lastEphemeral = said.Message.GetHashCode(StringComparison.Ordinal)),
        _ => said.Severity == DiagnosticSeverity.Notice,
    };

    private static string Subject(Diagnostic said) => said.Urn is { Length: > 0 } urn ? $"{DiagnosticsView.Subject(urn)}: " : "";

    private static string Line(Step step) => Line(step.Type, step.Name);

    private static string Line(string type, string name) => $"{TypeText.Of(type)} {name}";

    /// <summary>How far it is, where that is known: what only stands for others is not counted by the plan either.</summary>
    private string Count(Step step)
    {
        if (Total == 0 || !step.Op.IsChange() || step.Op is StepOp.DeleteReplaced or StepOp.DiscardReplaced) return "";
        done = Math.Min(done + 1, Total);
        return $"{done.ToString().PadLeft(Total.ToString().Length)}/{Total} ";
    }

    private static string Took(Step step, TimeSpan took) =>
        step.Custom && took >= TimeSpan.FromMilliseconds(100) ? $" [grey]({DurationText.Of(took)})[/]" : "";
}
