using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Storage;

/// <summary>What a <see cref="RegionalRecovery"/> is made of.</summary>
internal sealed record RegionalRecoveryArgs
{
    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>The bucket that can be put back.</summary>
    public required RegionalBucket Bucket { get; init; }

    /// <summary>ARN of the role that AWS Backup works with.</summary>
    public required Input<string> RoleArn { get; init; }

    /// <summary>What the role must have been given first.</summary>
    public required ImmutableArray<Resource> Rights { get; init; }

    /// <summary>Days back to which the bucket can be put, 1 to 35.</summary>
    public required int Days { get; init; }

    /// <summary>Whether AWS Backup tries every week that it can restore it.</summary>
    public required bool IsTested { get; init; }

    /// <summary>Whether Pulumi refuses to delete the vault.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
