using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>The workflow service behind the account: it must have the namespaces that the account has.</summary>
internal interface INamespaceBackend
{
    /// <summary>Makes a namespace ready for use, or what is set for one that is; what is so already stays as it is.</summary>
    Task EnsureAsync(string namespaceId, NamespaceSpec spec, CancellationToken cancellation);

    /// <summary>Gives a search attribute another name; one that has it already keeps it.</summary>
    Task RenameAttributeAsync(string namespaceId, string name, string newName, CancellationToken cancellation);

    /// <summary>Deletes a namespace with all its workflows; one that is gone already stays so.</summary>
    Task DeleteAsync(string namespaceId, CancellationToken cancellation);
}
