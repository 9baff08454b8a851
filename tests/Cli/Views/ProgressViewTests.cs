using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using Microsoft.Extensions.Time.Testing;
using PipAi.Cli.Views;
using PipAi.Testing;
using Spectre.Console.Testing;

namespace PipAi.Cli.Tests.Views;

public sealed class ProgressViewTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly TestConsole console = new TestConsole().Width(200);
    private readonly ProgressView view;

    public ProgressViewTests()
    {
        view = new ProgressView(console, debug: false, time);
        view.Report(new EngineEvent.Started("update", "prod"));
    }

    [Fact]
    public void What_takes_long_is_shown_every_half_minute_with_its_time_until_it_is_over()
    {
        var (app, machine, old) = (Of(StepOp.Create, "fly:index:App", "workers"), Of(StepOp.Update, "fly:index:Machine", "workers-iad-1"), Of(StepOp.DeleteReplaced, "fly:index:Volume", "old"));
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
        view.Report(new EngineEvent.Asking("urn:a", "fly:index:App", "a"));
        view.Report(new EngineEvent.Asking("urn:b", "fly:index:App", "b"));
        view.Report(new EngineEvent.Asked("urn:b"));
        Pass(30);
        Assert.EndsWith("a  still being checked (30 s)", Assert.Single(console.Lines), StringComparison.Ordinal);
        view.Report(new EngineEvent.Asked("urn:a"));
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
