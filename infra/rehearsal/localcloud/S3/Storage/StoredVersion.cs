namespace PipAi.LocalCloud.S3.Storage;

/// <summary>The content of a version's file: its key, and all about it.</summary>
internal sealed record StoredVersion(string Key, ObjectVersion Version);
