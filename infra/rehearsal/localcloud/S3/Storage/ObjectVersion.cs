using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.S3.Checksums;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>One version of an object, or a delete marker.</summary>
internal sealed record ObjectVersion
{
    /// <summary>The id of versions written while versioning is off or suspended.</summary>
    public const string NullId = "null";

    /// <summary>The version id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether this only hides the versions below it.</summary>
    public bool IsDeleteMarker { get; init; }

    /// <summary>When it was written; a replica keeps the source's time.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>The ETag without its quotes.</summary>
    public string ETag { get; init; } = "";

    /// <summary>Headers that go back with the object: the system's own and <c>x-amz-meta-…</c>.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The object tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the tags were last changed; decides which side wins when both change them.</summary>
    public DateTimeOffset TagsChanged { get; init; }

    /// <summary>The checksums, in base64.</summary>
    public ImmutableSortedDictionary<ChecksumAlgorithm, string> Checksums { get; init; } =
        ImmutableSortedDictionary<ChecksumAlgorithm, string>.Empty;

    /// <summary>Whether the checksums are those of the parts' checksums instead of the whole content's.</summary>
    public bool HasCompositeChecksum { get; init; }

    /// <summary>The file with the content; null for a delete marker.</summary>
    public string? Blob { get; init; }

    /// <summary>The parts' sizes; empty when it was uploaded in one piece.</summary>
    public ImmutableArray<long> PartSizes { get; init; } = [];

    /// <summary>The multipart upload that made it, so that completing it again gives the same answer.</summary>
    public string? UploadId { get; init; }

    /// <summary>Whether it came from another bucket; replicas are not copied onward.</summary>
    public bool IsReplica { get; init; }

    /// <summary>The destination buckets and how far each copy is.</summary>
    public ImmutableSortedDictionary<string, ReplicationState> Replication { get; init; } =
        ImmutableSortedDictionary<string, ReplicationState>.Empty;

    /// <summary>What <c>x-amz-replication-status</c> says; null where no rule matched.</summary>
    [JsonIgnore]
    public string? ReplicationStatus => this switch
    {
        { IsReplica: true } => "REPLICA",
        { Replication.Count: 0 } => null,
        _ when Replication.ContainsValue(ReplicationState.Pending) => "PENDING",
        _ when Replication.ContainsValue(ReplicationState.Failed) => "FAILED",
        _ => "COMPLETED",
    };
}
