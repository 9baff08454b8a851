using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>
/// An operation as it goes on: one line per resource when it is done, in the order in which it happens, and one every half minute while it
/// takes long. Of a plan that is made on the way nothing is shown: nothing of it happens.
/// </summary>
internal sealed class ProgressView : IProgress<EngineEvent>, IDisposable
{
    // A provider that hangs may hold up hundreds; the oldest say enough.
    private const int MostSigns = 10;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private readonly IAnsiConsole console;
    private readonly bool debug;
    private readonly Lock printing = new();
    private readonly UnderWay underWay;
    private readonly ITimer clock;
    private readonly HashSet<ForeignPlugin> named = [];
    private bool isPlan;
    private int done;
    private int lastEphemeral;

    /// <param name="console">Where it is shown.</param>
    /// <param name="debug">Whether messages are shown that explain the engine's own work.</param>
    /// <param name="time">Measures how long things take.</param>
    public ProgressView(IAnsiConsole console, bool debug, TimeProvider time)
    {
        (this.console, this.debug) = (console, debug);
        underWay = new UnderWay(time);
        clock = time.CreateTimer(_ => ShowSigns(), null, LookAgain, LookAgain);
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
        }
    }

    public void Dispose() => clock.Dispose();

    private void Note(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.Started { Kind: var kind }: isPlan = kind == "preview"; break;
            case EngineEvent.StepStarted { Step: { Custom: true } step } when !isPlan: underWay.Begin(step.Urn, $"{Line(step)}  still {Doing(step.Op)}"); break;
            case EngineEvent.Asking { Urn: var urn, Type: var type, Name: var name }: underWay.Begin(urn, $"{Line(type, name)}  still being checked"); break;
            case EngineEvent.Asked { Urn: var urn }: underWay.End(urn); break;
            case EngineEvent.StepDone { Step: var step }: underWay.End(step.Urn); break;
            case EngineEvent.StepFailed { Step: var step }: underWay.End(step.Urn); break;
            case EngineEvent.Summary: underWay.Clear(); break;
            default: break;
        }
    }

    private void ShowSigns()
    {
        lock (printing)
        {
            var due = underWay.TakeDue();
            foreach (var (line, elapsed) in due.Take(MostSigns))
                console.MarkupLine($"[grey]     {line} ({DurationText.Whole(elapsed)})[/]");
            if (due.Count > MostSigns) console.MarkupLine($"[grey]     … and {due.Count - MostSigns} more[/]");
        }
    }

    private void Write(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.PluginStarted { Plugin: var plugin } when named.Add(plugin):
                console.MarkupLine($"[yellow]     {Markup.Escape(PluginsView.Line(plugin))}[/]");
                break;
            case EngineEvent.StepStarted or EngineEvent.StepDone when isPlan:
                break;
            case EngineEvent.StepStarted { Step: { Custom: true } step } when IsSlow(step):
                console.MarkupLine($"[grey]     {Line(step)}  {Doing(step.Op)}…[/]");
                break;
            case EngineEvent.StepDone { Step: var step, Duration: var took } when step.Op is not StepOp.Same && !IsMarker(step) && !step.IsInternal:
                console.MarkupLine($" [{PlanView.Colour(step.Op)}]{Markup.Escape(step.Op.Glyph()),-3}[/] {Count(step)}{Line(step)}  {Done(step.Op)}{Took(step, took)}");
                break;
            case EngineEvent.StepFailed { Step: var step, Reason: var reason }:
                console.MarkupLine($" [red]!  [/] {Line(step)}  [red]failed:[/] {Markup.Escape(reason)}");
                break;
            case EngineEvent.Said { Diagnostic: var said } when IsShown(said):
                console.MarkupLine($"[grey]     {Markup.Escape(Subject(said) + said.Message.TrimEnd())}[/]");
                break;
            default:
                break;
        }
    }

    /// <summary>Images are built and machines wait for their health: a person wants to see that something goes on.</summary>
    private static bool IsSlow(Step step) => step.Op is StepOp.Create or StepOp.Update or StepOp.CreateReplacement
        && step.Type is "fly:index:Image" or "fly:index:Machine";

    /// <summary>A replace step only stands for the two that do the work.</summary>
    private static bool IsMarker(Step step) => step.Op is StepOp.Replace;

    private bool IsShown(Diagnostic said)
    {
        if (said.Severity == DiagnosticSeverity.Debug) return debug;
        // What matters at the end is repeated there; notes of progress live only here.
        if (said.Ephemeral) return lastEphemeral != (lastEphemeral = said.Message.GetHashCode(StringComparison.Ordinal));
        return said.Severity == DiagnosticSeverity.Notice;
    }

    private static string Subject(Diagnostic said) => said.Urn is { Length: > 0 } urn ? $"{DiagnosticsView.Subject(urn)}: " : "";

    private static string Line(Step step) => Line(step.Type, step.Name);

    private static string Line(string type, string name) => Markup.Escape($"{TypeText.Of(type)} {name}");

    /// <summary>How far it is, where that is known: what only stands for others is not counted by the plan either.</summary>
    private string Count(Step step)
    {
        if (Total == 0 || !step.Op.IsChange() || step.Op is StepOp.DeleteReplaced or StepOp.DiscardReplaced) return "";
        done = Math.Min(done + 1, Total);
        return $"[grey]{done.ToString().PadLeft(Total.ToString().Length)}/{Total}[/] ";
    }

    private static string Took(Step step, TimeSpan took) => step.Custom && took >= TimeSpan.FromMilliseconds(100) ? $" [grey]({DurationText.Of(took)})[/]" : "";

    private static string Doing(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement => "creating",
        StepOp.Update or StepOp.Same => "updating",
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "deleting",
        StepOp.Replace => "replacing",
        StepOp.Read or StepOp.ReadReplacement => "reading",
        StepOp.Refresh => "refreshing",
        StepOp.Import or StepOp.ImportReplacement => "importing",
    };

    private static string Done(StepOp op) => op switch
    {
        StepOp.Same => "unchanged",
        StepOp.Create or StepOp.CreateReplacement => "created",
        StepOp.Update => "updated",
        StepOp.Delete or StepOp.DeleteReplaced => "deleted",
        StepOp.Replace => "replaced",
        StepOp.Read or StepOp.ReadReplacement => "read",
        StepOp.Refresh => "refreshed",
        StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "forgotten",
        StepOp.Import or StepOp.ImportReplacement => "imported",
    };
}
