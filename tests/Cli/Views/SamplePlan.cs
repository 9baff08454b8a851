using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace PipAi.Cli.Tests.Views;

/// <summary>A plan with one of each kind of step, a secret and an unknown value.</summary>
internal static class SamplePlan
{
    private const string Prefix = "urn:pulumi:prod::pip-ai::";

    public static PreviewResult Result(ExitCategory? failure = null, params Diagnostic[] diagnostics) => new()
    {
        Failure = failure,
        Plan = new Plan(
        [
            Step(StepOp.Same, "pulumi:pulumi:Stack", "pip-ai-prod", "") with { Custom = false },
            Step(StepOp.Same, "pipai:workers:WorkerFleet", "workers", Urn("pulumi:pulumi:Stack", "pip-ai-prod")) with { Custom = false },
            Step(StepOp.Create, "fly:index:Machine", "workers-fra-1", Urn("pipai:workers:WorkerFleet", "workers")),
            Step(StepOp.Update, "fly:index:Machine", "workers-iad-1", Urn("pipai:workers:WorkerFleet", "workers")) with
            {
                DetailedDiff = Diff(
                    ("config.image", PropertyChangeKind.Update, "\"registry.fly.io/a@sha256:1\"", $"\"{MaskedResource.Unknown}\""),
                    ("config.env[\"TOKEN\"]", PropertyChangeKind.Add, null, $"\"{MaskedResource.Secret}\""),
                    ("standbys", PropertyChangeKind.Delete, "[\"a\"]", null)),
            },
            Step(StepOp.Replace, "fly:index:App", "unstructured", Urn("pulumi:pulumi:Stack", "pip-ai-prod")) with
            {
                DetailedDiff = Diff(("name", PropertyChangeKind.UpdateReplace, "\"old\"", "\"new\"")),
            },
            Step(StepOp.CreateReplacement, "fly:index:App", "unstructured", Urn("pulumi:pulumi:Stack", "pip-ai-prod")),
            Step(StepOp.Same, "aws:s3/bucket:Bucket", "documents", Urn("pulumi:pulumi:Stack", "pip-ai-prod")),
            Step(StepOp.Delete, "aws:cloudwatch/metricAlarm:MetricAlarm", "lag", Urn("pulumi:pulumi:Stack", "pip-ai-prod")),
        ]),
        Diagnostics = [.. diagnostics],
        Outputs = new Dictionary<string, JsonElement>
        {
            ["workersUrl"] = Json("\"https://pip-ai-temporal-workers.fly.dev\""),
            ["temporalApiKey"] = Json($"\"{MaskedResource.Secret}\""),
            ["temporalAddress"] = Json($"\"{MaskedResource.Unknown}\""),
            ["workerRegions"] = Json("""{"fra":1,"iad":4}"""),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Timings = [],
    };

    /// <summary>A plan of these steps.</summary>
    public static PreviewResult Of(params IEnumerable<Step> steps) => Result() with { Plan = new Plan([.. steps]) };

    /// <summary>The creation of something with these inputs.</summary>
    public static Step Created(string type, string name, string inputs) =>
        Step(StepOp.Create, type, name, "") with { New = Resource(inputs) };

    /// <summary>An update with these differences.</summary>
    public static Step Updated(
        string type, string name, params (string Path, PropertyChangeKind Kind, string? Old, string? New)[] changes) =>
        Step(
            changes.Any(change => change.Kind is PropertyChangeKind.UpdateReplace) ? StepOp.Replace : StepOp.Update, type, name,
            "") with
        { DetailedDiff = Diff(changes) };

    /// <summary>A resource with these inputs.</summary>
    public static MaskedResource Resource(string inputs, bool isProtected = false) => new(new ResourceState
    {
        Protect = isProtected,
        Urn = "",
        Type = "",
        Custom = true,
        Inputs = PropertyJson.ReadMap(Json(inputs), StateSecrets.Shown),
    });

    /// <summary>A step without any detail.</summary>
    public static Step Step(StepOp op, string type, string name, string parent) => new()
    {
        Op = op,
        Urn = Urn(type, name),
        Type = type,
        Name = name,
        Parent = parent,
        Custom = true,
    };

    private static string Urn(string type, string name) => $"{Prefix}{type}::{name}";

    private static ImmutableSortedDictionary<string, PropertyChange> Diff(
        params (string Path, PropertyChangeKind Kind, string? Old, string? New)[] changes) =>
        changes.ToImmutableSortedDictionary(
            change => change.Path,
            change =>
                new PropertyChange(change.Kind, true)
                {
                    Old = change.Old is { } old ? Json(old) : null,
                    New = change.New is { } now ? Json(now) : null,
                },
            StringComparer.Ordinal);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
