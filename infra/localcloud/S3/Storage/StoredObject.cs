using System.Collections.Immutable;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>A key and its versions, newest first; the content of one metadata file.</summary>
internal sealed record StoredObject(string Key, ImmutableArray<ObjectVersion> Versions)
{
    /// <summary>The current version, which may be a delete marker.</summary>
    public ObjectVersion Latest => Versions[0];
}
