using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Sts;

/// <summary>A role that identities may assume, as the deployment declared it.</summary>
internal sealed record Role
{
    /// <summary>The role's ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Its unique id, <c>AROA…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The trust policy: who may assume it.</summary>
    public required JsonObject TrustPolicy { get; init; }

    /// <summary>The longest session in seconds, 3600 to 43200.</summary>
    public int MaxSessionDuration { get; init; } = 3600;

    /// <summary>What its sessions may do, by policy name; a role without policies may do nothing.</summary>
    public ImmutableSortedDictionary<string, JsonObject> Policies { get; init; } = ImmutableSortedDictionary<string, JsonObject>.Empty;

    /// <summary>The last part of the ARN, unique in the account.</summary>
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];
}
