using System.Text.Json;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>What the workers' workflow answers for a document, without any of its work.</summary>
[Workflow("ProcessDocument")]
public sealed class ScriptedDocument
{
    /// <summary>The activity that stores the elements, under the key that it is given.</summary>
    public const string Store = "Store";

    [WorkflowRun]
    public async Task<JsonElement> RunAsync(JsonElement input)
    {
        var key = input.GetProperty("key").GetString()!;
        if (key.EndsWith("/bad.md", StringComparison.Ordinal))
            throw new ApplicationFailureException("it is no document", nonRetryable: true);
        var resultKey = key + ".elements.json";
        await Workflow.ExecuteActivityAsync(Store, [resultKey], new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) });
        return JsonSerializer.SerializeToElement(
            new { resultKey, readFrom = "us-east-1", storedIn = "us-east-1", parsedBy = "machine-1" });
    }
}
