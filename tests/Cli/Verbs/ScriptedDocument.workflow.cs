using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>What the workers' workflow answers for a document, without any of its work.</summary>
[Workflow("ProcessDocument")]
public sealed class ScriptedDocument
{
    /// <summary>Where the elements of every document are.</summary>
    public const string ResultKey = "results/scripted.json";

    [WorkflowRun]
    public Task<JsonElement> RunAsync(JsonElement input) =>
        input.GetProperty("key").GetString()!.EndsWith("/bad.md", StringComparison.Ordinal)
            ? throw new ApplicationFailureException("it is no document", nonRetryable: true)
            : Task.FromResult(JsonSerializer.SerializeToElement(
                new { resultKey = ResultKey, readFrom = "us-east-1", storedIn = "us-east-1", parsedBy = "machine-1" }));
}
