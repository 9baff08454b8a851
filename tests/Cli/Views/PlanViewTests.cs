using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Events;
using PipAi.Cli.Views;
using PipAi.Testing;
using Spectre.Console.Testing;

namespace PipAi.Cli.Tests.Views;

public sealed class PlanViewTests
{
    private readonly TestConsole console = new TestConsole().Width(200);

    [Fact]
    public void A_plan_shows_what_changes_below_its_parents()
    {
        PlanView.Begin(console, "prod");
        PlanView.Write(console, console, SamplePlan.Result(), showSame: false, showDiff: false);
        Approved.Text(console.Output);
    }

    [Fact]
    public void On_demand_every_property_and_every_unchanged_resource_is_shown()
    {
        PlanView.Begin(console, "prod");
        PlanView.Write(console, console, SamplePlan.Result(), showSame: true, showDiff: true);
        Approved.Text(console.Output);
    }

    [Fact]
    public void A_plan_that_failed_shows_why_and_promises_no_outputs()
    {
        var error = new Diagnostic(DiagnosticSeverity.Error, "name 'x y' is not a valid app name;\nuse letters, digits and hyphens.", "urn:pulumi:prod::pip-ai::fly:index:App::unstructured");
        PlanView.Begin(console, "prod");
        PlanView.Write(console, console, SamplePlan.Result(ExitCategory.Resource, error, new Diagnostic(DiagnosticSeverity.Debug, "noise")), showSame: false, showDiff: false);
        Approved.Text(console.Output);
    }
}
