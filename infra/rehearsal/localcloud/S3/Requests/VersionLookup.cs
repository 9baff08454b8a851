using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>Finds the version that a read means, with S3's answers where there is none.</summary>
internal static class VersionLookup
{
    /// <summary>Finds a version and opens its content: one that was replaced in between is looked for again.</summary>
    /// <exception cref="AwsException">What finding it throws.</exception>
    public static (ObjectVersion Version, FileStream Content) Open(Bucket bucket, Func<ObjectVersion> find)
    {
        for (string? missing = null; ;)
        {
            var version = find();
            if (bucket.Folder.TryOpenBlob(version.Blob!) is { } content) return (version, content);
            if (version.Blob == missing)
                throw new InvalidDataException($"A version in {bucket.Name} has lost its content, '{version.Blob}'.");
            missing = version.Blob;
        }
    }

    /// <summary>The named version, or the current one.</summary>
    /// <exception cref="AwsException">There is none, or it is a delete marker.</exception>
    public static ObjectVersion Require(Bucket bucket, string key, string? versionId)
    {
        var version = bucket.Find(key, versionId) ?? throw (versionId is null ? S3Errors.NoSuchKey() : S3Errors.NoSuchVersion());
        if (!version.IsDeleteMarker) return version;

        var headers = new Dictionary<string, string> { ["x-amz-delete-marker"] = "true", ["x-amz-version-id"] = version.Id };
        if (versionId is null) throw new AwsException(404, "NoSuchKey", "The specified key does not exist.") { Headers = headers };
        headers["Allow"] = "DELETE";
        headers["Last-Modified"] = version.Created.ToString("R", null);
        throw new AwsException(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        {
            Headers = headers,
        };
    }
}
