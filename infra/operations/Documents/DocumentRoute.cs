using PipAi.Operations.Platform;

namespace PipAi.Operations.Documents;

/// <summary>Where documents are put, and by which queue they go.</summary>
/// <param name="Folder">Beginning of their keys.</param>
/// <param name="TaskQueue">The queue.</param>
/// <param name="Name">Beginning of their workflows' ids.</param>
/// <param name="Timeout">After this a document is given up.</param>
internal sealed record DocumentRoute(string Folder, string TaskQueue, string Name, TimeSpan Timeout)
{
    /// <summary>As a customer's documents go. A document is answered or refused; it never waits for ever.</summary>
    public static DocumentRoute OfCustomers(PlatformOutputs outputs) =>
        new("documents", outputs.TemporalTaskQueue, "document", TimeSpan.FromMinutes(30));

    /// <summary>Through one region's workers or through none: they alone poll this queue.</summary>
    public static DocumentRoute OfCanaries(PlatformOutputs outputs, string region, string folder, TimeSpan timeout) =>
        new(folder, $"{outputs.TemporalTaskQueue}.{region}", $"canary-{region}", timeout);
}
