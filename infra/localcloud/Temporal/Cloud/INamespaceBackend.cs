namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>The workflow service behind the account: it must have the namespaces that the account has.</summary>
internal interface INamespaceBackend
{
    /// <summary>Makes a namespace ready for use; one that is ready already stays as it is.</summary>
    Task CreateAsync(string namespaceId, int retentionDays, CancellationToken cancellation);

    /// <summary>Deletes a namespace with all its workflows; one that is gone already stays so.</summary>
    Task DeleteAsync(string namespaceId, CancellationToken cancellation);
}
