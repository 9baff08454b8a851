using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using PipAi.Testing;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Our engine, in this process; program and provider are at the other end of a wire.</summary>
internal sealed class OwnEngine : IScenarioEngine, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StackContext context;

    public OwnEngine(string provider)
    {
        File.WriteAllText(folder["Pulumi.yaml"], "name: proj\nruntime: dotnet\n");
        context = new StackContext
        {
            ProjectFile = folder["Pulumi.yaml"],
            StackName = "dev",
            BackendDirectory = folder.Path,
            Program = LaunchCommand.Function((_, _) => Task.FromResult(0)),
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", LaunchCommand.Attach(provider)),
            Passphrase = () => "correct horse",
            KeyIterations = 10,
        };
    }

    public string Folder => folder.Path;

    public string Settings => "";

    public async Task<ScenarioOutcome> RunAsync(ScenarioCommand command, ScenarioProgram program, CancellationToken cancellation)
    {
        var events = new Collected(command.Is("refresh"));
        var engine = new StackEngine(
            context with { Program = LaunchCommand.Function((environment, end) => program.RunAsync(environment["PULUMI_MONITOR"], end)) });
        var selection = new ResourceSelection
        {
            Targets = [.. command.Urns("target")],
            TargetDependents = command.Is("dependents"),
            Excludes = [.. command.Urns("exclude")],
            Replaces = [.. command.Urns("replace")],
        };
        try
        {
            OperationResult result = command.Verb switch
            {
                "preview" => await engine.PreviewAsync(new PreviewOptions { Resources = selection }, events, cancellation),
                "refresh" =>
                    await engine.RefreshAsync(
                        new RefreshOptions { Resources = selection, AcceptLoss = command.Is("accept-loss") }, events, cancellation),
                "destroy" => await engine.DestroyAsync(new DestroyOptions { Resources = selection }, events, cancellation),
                _ =>
                    await engine.UpAsync(
                        new UpOptions { Resources = selection, Refresh = command.Is("refresh"), AcceptLoss = command.Is("accept-loss") },
                        events, cancellation),
            };
            return new ScenarioOutcome(
                result.Succeeded, events.Steps,
                string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.Message)),
                [.. result.Diagnostics.Select(ComplaintOf).OfType<Complaint>()]);
        }
        catch (EngineException error)
        {
            return new ScenarioOutcome(false, events.Steps, error.Message, [new Complaint("error", "", error.Message)]);
        }
    }

    public void Dispose() => folder.Dispose();

    private static Complaint? ComplaintOf(Diagnostic diagnostic) => diagnostic.Severity switch
    {
        DiagnosticSeverity.Error => new Complaint("error", diagnostic.Urn ?? "", diagnostic.Message),
        DiagnosticSeverity.Warning => new Complaint("warning", diagnostic.Urn ?? "", diagnostic.Message),
        DiagnosticSeverity.Notice or DiagnosticSeverity.Debug => null,
    };

    /// <param name="refreshesFirst">Whether the first of two operations is the refresh of an update, whose steps Pulumi calls just
    /// that.</param>
    private sealed class Collected(bool refreshesFirst) : IProgress<EngineEvent>
    {
        private readonly List<(string, string, bool)> steps = [];
        private int operations;

        public IReadOnlyList<(string Op, string Urn, bool Failed)> Steps => steps;

        public void Report(EngineEvent value)
        {
            if (value is EngineEvent.Started) operations++;
            else if (value is EngineEvent.StepDone done)
                steps.Add((refreshesFirst && operations == 1 ? "refresh" : done.Step.Op.Name(), done.Step.Urn, false));
            else if (value is EngineEvent.StepFailed failed) steps.Add((failed.Step.Op.Name(), failed.Step.Urn, true));
        }
    }
}
