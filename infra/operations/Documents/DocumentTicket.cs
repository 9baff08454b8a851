using Temporalio.Client;

namespace PipAi.Operations.Documents;

/// <summary>A document that the platform has taken and not yet answered.</summary>
/// <param name="FileName">Name of the file.</param>
/// <param name="Key">Object key it was uploaded to.</param>
/// <param name="Workflow">Handle of its workflow.</param>
internal sealed record DocumentTicket(string FileName, string Key, WorkflowHandle Workflow);
