using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using PipAi.Cli.Views;
using PipAi.Cli.Views.Plans;
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
        var error = new Diagnostic(
            DiagnosticSeverity.Error, "name 'x y' is not a valid app name;\nuse letters, digits and hyphens.",
            "urn:pulumi:prod::pip-ai::fly:index:App::unstructured");
        PlanView.Begin(console, "prod");
        PlanView.Write(
            console, console, SamplePlan.Result(ExitCategory.Resource, error, new Diagnostic(DiagnosticSeverity.Debug, "noise")),
            showSame: false, showDiff: false);
        Approved.Text(console.Output);
    }

    [Fact]
    public void What_must_not_be_overlooked_comes_first()
    {
        PlanView.WriteSummary(console, SamplePlan.Of(
            SamplePlan.Step(
                StepOp.Delete, "aws:s3/bucket:Bucket", "documents-us-east-1",
                "") with
            { Old = SamplePlan.Resource("{}", isProtected: true) },
            SamplePlan.Step(StepOp.Delete, "aws:s3/bucket:Bucket", "documents-us-east-2", ""),
            SamplePlan.Step(StepOp.Replace, "fly:index:Volume", "cache", ""),
            SamplePlan.Step(StepOp.Replace, "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "documents-everywhere", ""),
            SamplePlan.Step(StepOp.Delete, "fly:index:Ip", "workers-address-v4", "")));
        Approved.Text(console.Output);
    }

    [Fact]
    public void Every_property_is_shown_folded_and_what_changes_alike_is_told_once()
    {
        DiffView.Write(console, SamplePlan.Of([
            SamplePlan.Created(
                "aws:iam/rolePolicy:RolePolicy", "machines",
                """{"name":"machines","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::pip-ai-documents-us-east-1/*\"}]}","__defaults":[]}"""),
            SamplePlan.Created(
                "fly:index:Secret", "key",
                $$"""{"value":"{{MaskedResource.Secret}}","note":"{{new string('x', 200)}}","list":[{"a":"{{new string('y', 70)}}"}]}"""),
            .. Enumerable.Range(1, 12).Select(
                i =>
                    SamplePlan.Updated(
                        "fly:index:Machine", $"workers-iad-{i}", ("checks[0].interval", PropertyChangeKind.Add, "\"15s\"", "\"10s\""))),
            SamplePlan.Updated("aws:s3/bucketPolicy:BucketPolicy", "documents", ("policy", PropertyChangeKind.Update,
                """ "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\"}]}" """,
                """ "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}]}" """)),
            SamplePlan.Updated(
                "fly:index:App", "app",
                ("name", PropertyChangeKind.UpdateReplace, $"\"{new string('a', 50)}\"", $"\"{new string('b', 50)}\"")),
            SamplePlan.Step(
                StepOp.Delete, "aws:cloudwatch/metricAlarm:MetricAlarm", "lag",
                "") with { Old = SamplePlan.Resource("""{"threshold":900,"alarmActions":["arn:aws:sns:us-east-1:1:alerts"]}""") }]).Plan);
        Approved.Text(console.Output);
        Assert.All(console.Lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Of_the_outputs_only_those_that_change_are_shown()
    {
        using var before = JsonDocument.Parse("""{"same":"a","buckets":{"us-east-1":"one","us-east-2":"two"},"gone":1,"changed":"old"}""");
        using var after = JsonDocument.Parse(
            """{"same":"a","buckets":{"us-east-1":"one","us-east-2":"2"},"added":{"x":1},"changed":"new"}""");
        OutputsView.WriteChanges(
            console, before.RootElement,
            after.RootElement.EnumerateObject().ToImmutableSortedDictionary(
                output => output.Name, output => output.Value, StringComparer.Ordinal));
        Approved.Text(console.Output);
    }

    [Theory]
    [InlineData("aws:s3/bucket:Bucket", "aws:s3:Bucket")]
    [InlineData(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3:BucketServerSideEncryptionConfiguration")]
    [InlineData("fly:index:Machine", "fly:index:Machine")]
    [InlineData("vercel:index/project:Project", "vercel:index:Project")]
    [InlineData("pulumi:pulumi:Stack", "pulumi:pulumi:Stack")]
    [InlineData("a:b/other:Thing", "a:b/other:Thing")]
    public void Types_are_shortened_as_Pulumi_does(string token, string shown) => Assert.Equal(shown, TypeText.Of(token));
}
