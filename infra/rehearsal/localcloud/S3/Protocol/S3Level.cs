namespace PipAi.LocalCloud.S3.Protocol;

/// <summary>What an operation is about.</summary>
internal enum S3Level
{
    Service,
    Bucket,
    Object,
}
