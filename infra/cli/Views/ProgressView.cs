using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>An operation as it goes on: one line per resource when it is done, in the order in which it happens.</summary>
internal sealed class ProgressView(IAnsiConsole console, bool debug) : IProgress<EngineEvent>
{
    private readonly Lock printing = new();
    private int lastEphemeral;

    /// <inheritdoc/>
    public void Report(EngineEvent value)
    {
        lock (printing) Write(value);
    }

    private void Write(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.StepStarted { Step: { Custom: true } step } when IsSlow(step):
                console.MarkupLine($"[grey]     {Line(step)}  {Doing(step.Op)}…[/]");
                break;
            case EngineEvent.StepDone { Step: var step, Duration: var took } when step.Op is not StepOp.Same && !IsMarker(step):
                console.MarkupLine($" [{PlanView.Colour(step.Op)}]{Markup.Escape(step.Op.Glyph()),-3}[/] {Line(step)}  {Done(step.Op)}{Took(step, took)}");
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

    private static string Line(Step step) => Markup.Escape($"{step.Type,-46} {step.Name}");

    private static string Took(Step step, TimeSpan took) => step.Custom && took >= TimeSpan.FromMilliseconds(100) ? $" [grey]({took.TotalSeconds:0.0} s)[/]" : "";

    private static string Doing(StepOp op) => op is StepOp.Create or StepOp.CreateReplacement ? "creating" : "updating";

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
