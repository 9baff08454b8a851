using System.Collections.Immutable;
using System.Text;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using Microsoft.Extensions.Time.Testing;
using PipAi.Cli.Terminals;
using PipAi.Cli.Views.Live;
using PipAi.Testing;
using Spectre.Console;
using Spectre.Console.Testing;

namespace PipAi.Cli.Tests.Views;

public sealed class ProgressViewTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly TestConsole console = new TestConsole().Width(200);
    private readonly ProgressView view;

    public ProgressViewTests() => view = Watching(console, isLive: false, TextWriter.Null);

    [Fact]
    public void What_is_under_way_is_told_with_what_its_provider_says_of_it()
    {
        var (image, machine) = (Of(StepOp.Create, "fly:index:Image", "workers"), Of(StepOp.Create, "fly:index:Machine", "workers-iad-1"));
        view.Report(new EngineEvent.StepStarted(image));
        view.Report(new EngineEvent.StepStarted(machine));
        Say(image, "building PipAi.Pipeline");
        Say(machine, "waits until it is started");
        Pass(2);
        view.Report(new EngineEvent.StepDone(machine, TimeSpan.FromSeconds(2)));
        Pass(7); // what it is at was not told while it was new
        Say(image, "compiled PipAi.Contracts");
        Say(image, "compiled PipAi.Pipeline, publishing it"); // in the same moment: folded
        Say(image, "compiled PipAi.Pipeline, publishing it");
        Pass(5);
        Say(image, $"Restored {new string('x', 90)}.csproj\nand more");
        Pass(40);
        view.Report(new EngineEvent.StepDone(image, TimeSpan.FromSeconds(54)));
        Say(image, "what comes too late is told all the same");
        Approved.Text(console.Output);
    }

    [Fact]
    public void A_terminal_has_a_line_at_its_foot_that_says_how_far_it_is_and_what_is_waited_for()
    {
        using var screen = new Screen(80);
        using var live = Watching(screen.Console, isLive: true, screen);
        live.Total = 12;
        var shown = new StringBuilder();
        void Show(string when) => shown.Append("-- ").Append(when).Append('\n').Append(screen).Append('\n');

        var (image, app) = (Of(StepOp.Create, "fly:index:Image", "workers"), Of(StepOp.Create, "fly:index:App", "pip-ai-temporal-workers"));
        live.Report(new EngineEvent.StepStarted(image));
        live.Report(new EngineEvent.StepStarted(app));
        live.Report(Said(image, "building PipAi.Pipeline"));
        Show("both have begun");
        Pass(3);
        Show("three seconds later");
        live.Report(new EngineEvent.StepDone(app, TimeSpan.FromSeconds(3)));
        Show("one is done");
        Pass(61);
        live.Report(Said(image, "compiled PipAi.Contracts"));
        Show("a minute later");
        live.Report(new EngineEvent.StepDone(image, TimeSpan.FromSeconds(64)));
        live.Report(new EngineEvent.Summary(ImmutableSortedDictionary<string, int>.Empty, true, TimeSpan.Zero));
        screen.WriteLine("Outputs:");
        Pass(10);
        Show("after the end");
        Approved.Text(shown.ToString());
    }

    [Fact]
    public void What_takes_long_is_shown_every_half_minute_with_its_time_until_it_is_over()
    {
        var (app, machine, old) = (Of(StepOp.Create, "fly:index:App", "workers"), Of(
            StepOp.Update, "fly:index:Machine", "workers-iad-1"), Of(StepOp.DeleteReplaced, "fly:index:Volume", "old"));
        view.Report(new EngineEvent.StepStarted(app));
        Pass(10);
        view.Report(new EngineEvent.StepStarted(machine));
        view.Report(new EngineEvent.StepStarted(old));
        Pass(85);
        view.Report(new EngineEvent.StepDone(machine, TimeSpan.FromSeconds(85)));
        view.Report(new EngineEvent.StepFailed(old, "it is in use"));
        Pass(40);
        view.Report(new EngineEvent.StepDone(app, TimeSpan.FromSeconds(135)));
        Pass(120);
        Approved.Text(console.Output);
    }

    [Fact]
    public void A_destruction_counts_what_goes()
    {
        view.Report(new EngineEvent.Deleting(2));
        view.Report(new EngineEvent.StepDone(Of(StepOp.DeleteReplaced, "fly:index:App", "old"), TimeSpan.Zero));
        view.Report(new EngineEvent.StepDone(Of(StepOp.Delete, "fly:index:App", "a"), TimeSpan.Zero));
        view.Report(new EngineEvent.StepDone(Of(StepOp.Delete, "fly:index:App", "b"), TimeSpan.Zero));
        Assert.Equal([false, true, true], console.Lines.Select(line => line.Contains("/2 ", StringComparison.Ordinal)));
        Assert.Contains("2/2 fly:index:App b  deleted", console.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_hundreds_that_wait_only_the_oldest_are_named()
    {
        for (var i = 0; i < 200; i++) view.Report(new EngineEvent.StepStarted(Of(StepOp.Create, "fly:index:App", $"app-{i:000}")));
        Pass(30);
        Assert.Equal(11, console.Lines.Count);
        Assert.Contains("app-000  still creating (30 s)", console.Lines[0], StringComparison.Ordinal);
        Assert.Contains("… and 190 more", console.Lines[10], StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_does_not_answer_a_question_is_seen_too_also_while_planning()
    {
        view.Report(new EngineEvent.Started("preview", "prod"));
        view.Report(new EngineEvent.ProviderCallStarted("urn:a", "fly:index:App", "a"));
        view.Report(new EngineEvent.ProviderCallStarted("urn:b", "fly:index:App", "b"));
        view.Report(new EngineEvent.ProviderCallCompleted("urn:b"));
        Pass(30);
        Assert.EndsWith("a  still being checked (30 s)", Assert.Single(console.Lines), StringComparison.Ordinal);
        view.Report(new EngineEvent.ProviderCallCompleted("urn:a"));
        Pass(60);
        Assert.Single(console.Lines);
    }

    [Fact]
    public void Nothing_is_under_way_after_the_end()
    {
        view.Report(new EngineEvent.StepStarted(Of(StepOp.Create, "fly:index:App", "workers")));
        view.Report(new EngineEvent.Summary(ImmutableSortedDictionary<string, int>.Empty, false, TimeSpan.Zero));
        Pass(120);
        Assert.Equal("", console.Output);
    }

    [Fact]
    public void A_plan_that_is_made_on_the_way_does_not_look_as_if_it_were_carried_out()
    {
        var app = Of(StepOp.Create, "fly:index:Machine", "workers");
        view.Report(new EngineEvent.Started("preview", "prod"));
        view.Report(new EngineEvent.StepStarted(app));
        Pass(60);
        view.Report(new EngineEvent.StepDone(app, TimeSpan.FromSeconds(60)));
        Assert.Equal("", console.Output);
        view.Report(new EngineEvent.Started("update", "prod"));
        view.Report(new EngineEvent.StepDone(app, TimeSpan.FromSeconds(1)));
        Assert.Contains("created", console.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        view.Dispose();
        console.Dispose();
    }

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++) time.Advance(TimeSpan.FromSeconds(1));
    }

    private ProgressView Watching(IAnsiConsole shown, bool isLive, TextWriter errors)
    {
        var watching = new ProgressView(
            new Terminal
            {
                Input = TextReader.Null,
                Output = TextWriter.Null,
                Errors = errors,
                Answer = shown,
                Progress = shown,
                Interactive = false,
                IsLive = isLive,
            }, debug: false, time);
        watching.Report(new EngineEvent.Started("update", "prod"));
        return watching;
    }

    private void Say(Step step, string status) => view.Report(Said(step, status));

    private static EngineEvent.DiagnosticEmitted Said(Step step, string status) =>
        new(new Diagnostic(DiagnosticSeverity.Notice, status, step.Urn) { Ephemeral = true });

    private static Step Of(StepOp op, string type, string name) => new()
    {
        Op = op,
        Urn = $"urn:pulumi:prod::pip-ai::{type}::{name}",
        Type = type,
        Name = name,
        Parent = "",
        Custom = true,
    };
}
