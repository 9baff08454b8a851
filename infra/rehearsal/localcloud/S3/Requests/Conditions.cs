using System.Globalization;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>Conditional requests: what has to be true of the object as it is.</summary>
internal static class Conditions
{
    /// <summary>The check before a write; a null version or a delete marker is no object.</summary>
    public static Action<ObjectVersion?> ForWrite(S3Request request)
    {
        var (match, noneMatch) = (request.Header("If-Match"), request.Header("If-None-Match"));
        if (noneMatch is not (null or "*")) throw S3Errors.NotImplemented("If-None-Match with an ETag on a write");
        var matching = Matching(match);
        return current =>
        {
            if (noneMatch is not null && current is { IsDeleteMarker: false }) throw S3Errors.PreconditionFailed();
            matching?.Invoke(current);
        };
    }

    /// <summary>The check that the object has an ETag; null where none is asked for.</summary>
    public static Action<ObjectVersion?>? Matching(string? etag) => string.IsNullOrEmpty(etag) ? null : current =>
    {
        if (current is not { IsDeleteMarker: false }) throw S3Errors.NoSuchKey();
        if (!Matches(etag, current.ETag)) throw S3Errors.PreconditionFailed();
    };

    /// <summary>Whether a read is answered with 304.</summary>
    /// <exception cref="Signatures.AwsException">The condition forbids the read.</exception>
    public static bool IsNotModified(S3Request request, ObjectVersion version)
    {
        Verify(request, version, "");
        if (request.Header("If-None-Match") is { } noneMatch) return Matches(noneMatch, version.ETag);
        return Time(request, "If-Modified-Since") is { } since && WholeSeconds(version.Created) <= since;
    }

    /// <summary>Checks a copy's source.</summary>
    /// <exception cref="Signatures.AwsException">The condition forbids the copy.</exception>
    public static void VerifyCopySource(S3Request request, ObjectVersion version)
    {
        const string Prefix = "x-amz-copy-source-";
        Verify(request, version, Prefix);
        if (request.Header(Prefix + "if-none-match") is { } noneMatch && Matches(noneMatch, version.ETag))
            throw S3Errors.PreconditionFailed();
        if (Time(request, Prefix + "if-modified-since") is { } since && WholeSeconds(version.Created) <= since)
            throw S3Errors.PreconditionFailed();
    }

    private static void Verify(S3Request request, ObjectVersion version, string prefix)
    {
        if (request.Header(prefix + "If-Match") is { } match)
        {
            if (!Matches(match, version.ETag)) throw S3Errors.PreconditionFailed();
        }
        else if (Time(request, prefix + "If-Unmodified-Since") is { } until && WholeSeconds(version.Created) > until)
        {
            throw S3Errors.PreconditionFailed();
        }
    }

    private static bool Matches(string condition, string etag) =>
        condition.Split(',', StringSplitOptions.TrimEntries).Any(one => one == "*" || one.Trim('"') == etag);

    private static DateTimeOffset? Time(S3Request request, string header) =>
        DateTimeOffset.TryParse(request.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
