using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Protocol;

/// <summary>What a path-style URL addresses.</summary>
/// <param name="Raw">The target as it came.</param>
/// <param name="Bucket">The bucket's name; empty for the service itself.</param>
/// <param name="Key">The key; empty for a bucket.</param>
internal sealed record S3Target(RawTarget Raw, string Bucket, string Key)
{
    /// <summary>Splits the path at its first slash, before decoding: a key may hold encoded slashes.</summary>
    public static S3Target Of(RawTarget raw)
    {
        var path = raw.Path.TrimStart('/') is { Length: > 0 } && raw.Path.StartsWith('/') ? raw.Path[1..] : "";
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new S3Target(raw, PercentEncoding.Decode(path), "")
            : new S3Target(raw, PercentEncoding.Decode(path[..slash]), PercentEncoding.Decode(path[(slash + 1)..]));
    }
}
