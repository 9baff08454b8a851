using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.S3.Rules;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>What is written down about a bucket itself.</summary>
internal sealed record BucketSettings
{
    /// <summary>The bucket's name, unique over all regions.</summary>
    public required string Name { get; init; }

    /// <summary>The one region it lives in.</summary>
    public required string Region { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary><c>Enabled</c>, <c>Suspended</c>, or null when versioning was never on.</summary>
    public string? Versioning { get; init; }

    /// <summary>The configurations as they were put, by sub-resource, such as <c>encryption</c> or <c>metrics:id</c>.</summary>
    public ImmutableSortedDictionary<string, string> Configurations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether every write makes a new version.</summary>
    [JsonIgnore]
    public bool IsVersioned => Versioning == "Enabled";

    /// <summary>The replication rules in force.</summary>
    [JsonIgnore]
    public ReplicationRules Replication => Configurations.TryGetValue("replication", out var text)
        ? ReplicationRules.Parse(text)
        : ReplicationRules.None;
}
