using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Listings;

/// <summary>ListObjects, ListObjectsV2 and ListObjectVersions.</summary>
internal static class ListingOperations
{
    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("ListObjects", ListAsync),
        new("ListObjectsV2", ListV2Async),
        new("ListObjectVersions", ListVersionsAsync),
    ];

    private static Task ListAsync(S3Request request, CancellationToken cancellation)
    {
        var listing = new Listing(request);
        var marker = request.Query("marker") ?? "";
        var last = Fill(listing, request.Bucket, marker, withOwner: true);
        return request.AnswerAsync(
            listing.Document(
                "ListBucketResult",
                request,
                S3Xml.Element("Marker", listing.Encode(marker)),
                listing is { IsTruncated: true, Delimiter.Length: > 0 } ? S3Xml.Element("NextMarker", listing.Encode(last)) : null),
            cancellation);
    }

    private static Task ListV2Async(S3Request request, CancellationToken cancellation)
    {
        var listing = new Listing(request);
        if (request.Query("list-type") is not "2" and var type)
            throw S3Errors.InvalidArgument($"Invalid List Type specified in Request: '{type}'");
        var token = request.Query("continuation-token");
        var after = token is null ? request.Query("start-after") ?? "" : Paging.ReadToken(token);
        var last = Fill(listing, request.Bucket, after, request.Query("fetch-owner") == "true");
        return request.AnswerAsync(
            listing.Document(
                "ListBucketResult",
                request,
                S3Xml.Element("KeyCount", listing.Count),
                S3Xml.Optional("ContinuationToken", token),
                request.Query("start-after") is { } start ? S3Xml.Element("StartAfter", listing.Encode(start)) : null,
                listing.IsTruncated
                    ? S3Xml.Element("NextContinuationToken", Paging.Token(last))
                    : null),
            cancellation);
    }

    private static string Fill(Listing listing, Bucket bucket, string after, bool withOwner)
    {
        var (last, objects) = ("", bucket.Objects);
        for (var place = listing.Start(objects, after); place < objects.Count; place++)
        {
            var stored = objects[place];
            if (!stored.Key.StartsWith(listing.Prefix, StringComparison.Ordinal)) break;
            if (stored.Latest.IsDeleteMarker) continue;
            var prefix = listing.CommonPrefix(stored.Key);
            var isBehind = Utf8Order.Instance.Compare(prefix ?? stored.Key, after) > 0;
            if (isBehind)
            {
                var added = prefix is not null
                    ? listing.TryAddPrefix(prefix)
                    : listing.TryAdd(S3Xml.Element("Contents", [.. listing.Describe(stored.Key, stored.Latest, withOwner)]));
                if (!added) break;
                last = prefix ?? stored.Key;
            }

            if (prefix is not null) place = objects.PlaceBehind(prefix, place) - 1;
        }

        return last;
    }

    private static Task ListVersionsAsync(S3Request request, CancellationToken cancellation)
    {
        var listing = new Listing(request);
        var (keyMarker, versionMarker) = (request.Query("key-marker") ?? "", request.Query("version-id-marker") ?? "");
        var (lastKey, lastVersion) = FillVersions(listing, request.Bucket, keyMarker, versionMarker);
        return request.AnswerAsync(
            listing.Document(
                "ListVersionsResult",
                request,
                S3Xml.Element("KeyMarker", listing.Encode(keyMarker)),
                S3Xml.Element("VersionIdMarker", versionMarker),
                listing.IsTruncated ? S3Xml.Element("NextKeyMarker", listing.Encode(lastKey)) : null,
                listing.IsTruncated && lastVersion.Length > 0 ? S3Xml.Element("NextVersionIdMarker", lastVersion) : null),
            cancellation);
    }

    private static (string Key, string Version) FillVersions(Listing listing, Bucket bucket, string keyMarker, string versionMarker)
    {
        var (last, objects) = (("", ""), bucket.Objects);
        for (var place = listing.Start(objects, keyMarker); place < objects.Count; place++)
        {
            var stored = objects[place];
            if (!stored.Key.StartsWith(listing.Prefix, StringComparison.Ordinal)) break;
            if (listing.CommonPrefix(stored.Key) is { } prefix)
            {
                if (!keyMarker.StartsWith(prefix, StringComparison.Ordinal))
                {
                    if (!listing.TryAddPrefix(prefix)) return last;
                    last = (prefix, "");
                }

                place = objects.PlaceBehind(prefix, place) - 1;
                continue;
            }

            var first = stored.Key != keyMarker ? 0 : versionMarker.Length == 0 ? stored.Versions.Count : stored.PlaceAfter(versionMarker);
            for (var i = first; i < stored.Versions.Count; i++)
            {
                if (!listing.TryAdd(Version(listing, stored, stored.Versions[i]))) return last;
                last = (stored.Key, stored.Versions[i].Id);
            }
        }

        return last;
    }

    private static XElement Version(Listing listing, StoredObject stored, ObjectVersion version) => S3Xml.Element(
        version.IsDeleteMarker ? "DeleteMarker" : "Version",
        S3Xml.Element("VersionId", version.Id),
        S3Xml.Element("IsLatest", ReferenceEquals(version, stored.Latest)),
        listing.Describe(stored.Key, version, withOwner: true));
}
