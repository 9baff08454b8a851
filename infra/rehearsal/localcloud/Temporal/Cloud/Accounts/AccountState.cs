using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Accounts;

/// <summary>All that the account holds. To be used in turns only.</summary>
internal sealed class AccountState
{
    /// <summary>Namespaces by id.</summary>
    public SortedDictionary<string, Namespace> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Service accounts by id.</summary>
    public SortedDictionary<string, ServiceAccount> ServiceAccounts { get; } = new(StringComparer.Ordinal);

    /// <summary>API keys by id.</summary>
    public SortedDictionary<string, IssuedKey> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Operations by id, also finished ones.</summary>
    public SortedDictionary<string, AsyncOperation> Operations { get; } = new(StringComparer.Ordinal);

    /// <summary>How many changes there were; the next resource version comes after it.</summary>
    public long Changes { get; set; }

    /// <summary>A resource version that none had before.</summary>
    public string NextVersion() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v{++Changes}");
}
