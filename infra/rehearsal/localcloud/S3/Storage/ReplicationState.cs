namespace PipAi.LocalCloud.S3.Storage;

/// <summary>How far the copy of a version to one destination is.</summary>
internal enum ReplicationState
{
    /// <summary>Still to be done; also while the destination's region is away.</summary>
    Pending,

    /// <summary>The destination has it.</summary>
    Completed,

    /// <summary>The configuration was wrong; it is not tried again.</summary>
    Failed,
}
